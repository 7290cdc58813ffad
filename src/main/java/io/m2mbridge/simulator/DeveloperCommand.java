package io.m2mbridge.simulator;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands for developers have in common: where they print to. */
abstract class DeveloperCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine();
  }

  PrintWriter out() {
    return commandLine().getOut();
  }

  PrintWriter err() {
    return commandLine().getErr();
  }

  /** In a colour of picocli's, where the terminal has any. */
  String coloured(String colour, String text) {
    return commandLine().getColorScheme().ansi().string("@|" + colour + " " + text + "|@");
  }
}
