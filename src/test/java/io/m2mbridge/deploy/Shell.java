package io.m2mbridge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs a command to its end. */
public final class Shell {
  private Shell() {}

  /**
   * Runs it with this JVM's own {@code java} first on the path.
   *
   * @throws IllegalStateException with what it printed, where its exit code isn't 0
   */
  static void run(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PATH", path());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output);
    }
  }

  /** The path on which {@code java} is this JVM's. */
  static String path() {
    return Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
  }
}
