package io.m2mbridge.signing;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands for developers have in common: where they print to. */
public abstract class DeveloperCommand implements Callable<Integer> {
  @Spec protected @Nullable CommandSpec spec;

  protected CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine();
  }

  protected PrintWriter out() {
    return commandLine().getOut();
  }

  protected PrintWriter err() {
    return commandLine().getErr();
  }

  /** In a colour of picocli's, where the terminal has any. */
  protected String coloured(String colour, String text) {
    return commandLine().getColorScheme().ansi().string("@|" + colour + " " + text + "|@");
  }
}
