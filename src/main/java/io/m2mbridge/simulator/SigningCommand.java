package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code send}, {@code sign} and {@code verify} have in common. */
abstract class SigningCommand implements Callable<Integer> {
  /** The name that stands for standard input, and not for a file. */
  static final String STANDARD_INPUT = "-";

  @Option(
      names = "--secret",
      paramLabel = "<secret>",
      description = {
        "The webhook secret. Several may be given, or one text with commas; the first one signs.",
        "Default: M2M_WEBHOOK_SECRET, else that of the dev profile."
      })
  @Nullable List<String> secret;

  @Option(names = "--json", description = "Prints JSON, for programs.")
  boolean json;

  @Spec @Nullable CommandSpec spec;

  /**
   * The bytes of a file as they are.
   *
   * @param file its path, or {@code -} for standard input
   */
  static byte[] read(String file) {
    try {
      return file.equals(STANDARD_INPUT)
          ? System.in.readAllBytes()
          : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("There is no file " + file + ".");
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationException("The file " + file + " can't be read.");
    }
  }

  void print(ObjectNode line) {
    out().println(line);
  }

  PrintWriter out() {
    return spec().commandLine().getOut();
  }

  PrintWriter err() {
    return spec().commandLine().getErr();
  }

  /** In a colour of picocli's, where the terminal has any. */
  String coloured(String colour, String text) {
    return spec().commandLine().getColorScheme().ansi().string("@|" + colour + " " + text + "|@");
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
