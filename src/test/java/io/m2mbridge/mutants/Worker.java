package io.m2mbridge.mutants;

import io.m2mbridge.check.source.RouteFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link MutantWorker} in a process of its own. Its working directory has a folder {@code routes}
 * of its own, and links to all else that the project has.
 */
final class Worker implements AutoCloseable {
  private final Path folder;
  private final List<RouteFile> routes;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter tasks;

  /**
   * Starts it.
   *
   * @param folder a new one, its working directory
   * @param routes the project's
   */
  Worker(Path folder, List<RouteFile> routes) throws IOException {
    this.folder = folder;
    this.routes = routes;
    Files.createDirectories(folder.resolve("routes"));
    try (Stream<Path> project = Files.list(Path.of(""))) {
      for (Path each : project.filter(path -> !path.endsWith("routes")).toList()) {
        Path link = folder.resolve(each);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, each.toAbsolutePath());
        }
      }
    }
    process = start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    tasks = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  private Process start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Duser.timezone=" + System.getProperty("user.timezone"),
            "-cp",
            System.getProperty("java.class.path"),
            MutantWorker.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log()));
    builder.environment().put("M2M_LOG_LEVEL", "info");
    return builder.start();
  }

  private File log() {
    return folder.resolveSibling(folder.getFileName() + ".log").toFile();
  }

  /** The test that fails with the project's routes, or {@link MutantWorker#SURVIVED}. */
  String killer(List<String> tests) throws IOException {
    for (RouteFile file : routes) {
      Files.writeString(folder.resolve(file.path()), file.text());
    }
    return answer(tests);
  }

  /** The test that fails with a mutant, or {@link MutantWorker#SURVIVED}. */
  String killer(Mutants.Mutant mutant, List<String> tests) throws IOException {
    for (RouteFile file : routes) {
      boolean isMutated = file.path().equals("routes/" + mutant.route() + ".camel.yaml");
      Files.writeString(folder.resolve(file.path()), isMutated ? mutant.yaml() : file.text());
    }
    return answer(tests);
  }

  private String answer(List<String> tests) throws IOException {
    tasks.println(String.join("\t", tests));
    String answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException("a worker died: see " + log());
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
