package io.m2mbridge.command;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.SimulatorJar;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the simulator's jar, which a production bridge doesn't have. */
public interface DeveloperCommands {
  /** New commands for picocli, each with its own {@code @Command} annotation. */
  List<Object> commands();

  /** Adds the commands; without the simulator's jar, each says where to get it. */
  static void addTo(CommandLine commandLine) {
    ServiceLoader.load(DeveloperCommands.class, DeveloperCommands.class.getClassLoader()).stream()
        .flatMap(found -> found.get().commands().stream())
        .forEach(commandLine::addSubcommand);
    for (String name : List.of("simulate", "send")) {
      if (!commandLine.getSubcommands().containsKey(name)) {
        CommandLine missing = new CommandLine(new Missing(name));
        commandLine.addSubcommand(name, missing.setUnmatchedArgumentsAllowed(true));
      }
    }
  }

  /**
   * Stands for a command of the jar that isn't there.
   *
   * @param name the command's
   */
  @Command(description = "Needs the simulator's jar.")
  record Missing(String name) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new ConfigurationException(SimulatorJar.missing("The command " + name));
    }
  }
}
