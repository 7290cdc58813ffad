package io.m2mbridge.testing;

import io.m2mbridge.Application;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did. */
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Application.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** With these bytes as standard input. */
  public static CommandRun withInput(byte[] input, String... args) {
    InputStream terminal = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return of(args);
    } finally {
      System.setIn(terminal);
    }
  }
}
