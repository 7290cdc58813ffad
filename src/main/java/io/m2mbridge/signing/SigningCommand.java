package io.m2mbridge.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The base class of {@code send}, {@code sign} and {@code verify}: their common options. */
public abstract class SigningCommand extends DeveloperCommand {
  /** The file name that means standard input. */
  public static final String STANDARD_INPUT = "-";

  @Option(
      names = "--secret",
      paramLabel = "<secret>",
      description = {
        "The webhook secret. Repeat it or use commas for several; the first one signs.",
        "Default: M2M_WEBHOOK_SECRET, else that of the dev profile."
      })
  public @Nullable List<String> secret;

  @Option(names = "--json", description = "Prints JSON, for programs.")
  public boolean json;

  /**
   * Returns the exact bytes of a file.
   *
   * @param file its path, or {@code -} for standard input
   */
  protected static byte[] read(String file) {
    try {
      return file.equals(STANDARD_INPUT)
          ? System.in.readAllBytes()
          : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("There is no file " + file + ": check the path.");
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationException(
          "The file "
              + file
              + " can't be read: check that it is a file, and that you may read it.");
    }
  }

  protected void print(ObjectNode line) {
    out().println(line);
  }
}
