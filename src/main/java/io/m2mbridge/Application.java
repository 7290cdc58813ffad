package io.m2mbridge;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands of the jar; without one it runs the bridge. */
@Command(
    name = "m2m-bridge",
    description = "Receives M2M's webhooks, and answers its data requests.",
    mixinStandardHelpOptions = true,
    subcommands = {RunCommand.class, ReplayCommand.class})
public final class Application implements Callable<Integer> {
  @Mixin private final RunCommand run = new RunCommand();

  private Application() {}

  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** The commands; a mistake of the user's is one sentence and exit code 1. */
  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Application());
    commands.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          failed.getErr().println("m2m-bridge: " + StartFailure.sentence(failure));
          return 1;
        });
    commands.getCommandSpec().exitCodeOnInvalidInput(1);
    commands.getSubcommands().values().forEach(c -> c.getCommandSpec().exitCodeOnInvalidInput(1));
    return commands;
  }

  @Override
  public Integer call() throws Exception {
    return run.call();
  }
}
