package io.m2mbridge.signing;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The base class of the commands for developers: it gives their output streams. */
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

  /** Returns a text in one of picocli's colours, if the terminal supports colours. */
  protected String coloured(String colour, String text) {
    return commandLine().getColorScheme().ansi().string("@|" + colour + " " + text + "|@");
  }
}
