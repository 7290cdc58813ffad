package io.m2mbridge;

import io.m2mbridge.command.ActionsCommand;
import io.m2mbridge.command.CheckCommand;
import io.m2mbridge.command.DeveloperCommands;
import io.m2mbridge.command.DiscardCommand;
import io.m2mbridge.command.EraseCommand;
import io.m2mbridge.command.ExportCommand;
import io.m2mbridge.command.HoldsCommand;
import io.m2mbridge.command.NewEventCommand;
import io.m2mbridge.command.NewRouteCommand;
import io.m2mbridge.command.ReconcileCommand;
import io.m2mbridge.command.ReplayCommand;
import io.m2mbridge.command.RunCommand;
import io.m2mbridge.command.ShowCommand;
import io.m2mbridge.command.TroubleCommand;
import io.m2mbridge.command.UserCommand;
import io.m2mbridge.database.StatementFailure;
import io.m2mbridge.log.LogConfiguration;
import io.m2mbridge.signing.SignCommand;
import io.m2mbridge.signing.VerifyCommand;
import io.m2mbridge.start.StartFailure;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry point: the jar's commands. Without a command, it runs the bridge. */
@Command(
    name = "m2m-bridge",
    description = "Receives M2M's webhooks, and answers its data requests.",
    mixinStandardHelpOptions = true,
    versionProvider = Application.Version.class,
    subcommands = {
      RunCommand.class,
      ShowCommand.class,
      TroubleCommand.class,
      ReplayCommand.class,
      DiscardCommand.class,
      HoldsCommand.class,
      ReconcileCommand.class,
      ActionsCommand.class,
      UserCommand.class,
      ExportCommand.class,
      CheckCommand.class,
      NewEventCommand.class,
      NewRouteCommand.class,
      EraseCommand.class,
      SignCommand.class,
      VerifyCommand.class
    })
public final class Application implements Callable<Integer> {
  private static final long PRINT_TIMEOUT_MILLIS = 3_000;

  @Mixin private final RunCommand run = new RunCommand();

  private Application() {}

  public static void main(String[] args) {
    // Libraries use the default locale to change the case of names and to format numbers.
    Locale.setDefault(Locale.ROOT);
    // Vert.x would make a folder for files of the class path, which a bridge that is killed leaves
    // behind.
    System.getProperties().putIfAbsent("vertx.disableFileCPResolving", "true");
    if (args.length > 0 && args[0].equals(CheckCommand.NAME)) {
      LogConfiguration.useStandardError();
    }
    LogConfiguration.choose();
    int exitCode = args.length == 0 ? runBridge() : commandLine().execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs the bridge without picocli, whose classes would delay the start. */
  private static int runBridge() {
    try {
      return new RunCommand().call();
    } catch (Exception e) {
      print(System.err::println, StartFailure.sentence(e));
      return 1;
    }
  }

  /** Returns the command line. A user's mistake prints one sentence and exits with code 1. */
  public static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Application());
    DeveloperCommands.addTo(commands);
    commands.setExecutionStrategy(Application::run);
    commands.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          print(failed.getErr()::println, sentence(failed, failure));
          return 1;
        });
    commands.setParameterExceptionHandler(
        (mistake, args) -> {
          CommandLine failed = mistake.getCommandLine();
          failed.getErr().println("m2m-bridge: " + mistake.getMessage());
          CommandLine.UnmatchedArgumentException.printSuggestions(mistake, failed.getErr());
          failed.getErr().println("See " + failed.getCommandSpec().qualifiedName() + " --help.");
          return 1;
        });
    exitWithOne(commands);
    return commands;
  }

  /**
   * Refuses the one character that PostgreSQL's texts can't have. A file of arguments may have it.
   */
  private static int run(ParseResult parsed) {
    if (parsed.expandedArgs().stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "An argument has the character U+0000, which no text here has: leave it out.");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void exitWithOne(CommandLine commands) {
    commands.getCommandSpec().exitCodeOnInvalidInput(1);
    commands.getSubcommands().values().forEach(Application::exitWithOne);
  }

  private static String sentence(CommandLine failed, Exception failure) {
    Object command = failed.getCommand();
    boolean starts = command instanceof Application || command instanceof RunCommand;
    String statement = starts ? null : StatementFailure.sentence(failure);
    return statement == null || StartFailure.isMistake(failure)
        ? StartFailure.sentence(failure)
        : statement;
  }

  /** Prints in a thread with a timeout: a failed process must end even if its output isn't read. */
  private static void print(Consumer<String> err, String sentences) {
    Thread printing =
        new Thread(
            () -> sentences.lines().forEach(line -> err.accept("m2m-bridge: " + visible(line))),
            "m2m-failure");
    printing.setDaemon(true);
    printing.start();
    try {
      printing.join(PRINT_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An id of M2M in a sentence may hold characters that would control the terminal. */
  private static String visible(String line) {
    return line.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  @Override
  public Integer call() throws Exception {
    return run.call();
  }

  /** The version in the jar's manifest. A bridge that runs from source has none. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Application.class.getPackage().getImplementationVersion();
      return new String[] {"m2m-bridge " + (version == null ? "(from source)" : version)};
    }
  }
}
