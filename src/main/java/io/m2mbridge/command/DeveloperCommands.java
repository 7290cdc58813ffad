package io.m2mbridge.command;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.SimulatorJar;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the simulator's jar. A production bridge doesn't have them. */
public interface DeveloperCommands {
  /** Returns new commands for picocli, each with its own {@code @Command} annotation. */
  List<Object> commands();

  /** Adds the commands. Without the simulator's jar, each command says where to get it. */
  static void addTo(CommandLine commandLine) {
    ServiceLoader.load(DeveloperCommands.class, DeveloperCommands.class.getClassLoader()).stream()
        .flatMap(found -> found.get().commands().stream())
        .forEach(commandLine::addSubcommand);
    for (String name : List.of("simulate", "send", "train")) {
      if (!commandLine.getSubcommands().containsKey(name)) {
        CommandLine missing = new CommandLine(new Missing(name));
        commandLine.addSubcommand(name, missing.setUnmatchedArgumentsAllowed(true));
      }
    }
  }

  /**
   * A placeholder for a command of the missing jar.
   *
   * @param name the command's name
   */
  @Command(description = "Needs the simulator's jar.")
  record Missing(String name) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new ConfigurationException(SimulatorJar.missing("The command " + name));
    }
  }
}
