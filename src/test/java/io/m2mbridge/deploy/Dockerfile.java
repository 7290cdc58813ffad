package io.m2mbridge.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The project's Dockerfile, carried out in a plain folder that stands for its WORKDIR, since a
 * container engine is not everywhere. This machine's JDK stands for the base image. An instruction
 * that it doesn't know is an error.
 */
final class Dockerfile {
  private static final Path FILE = Path.of("Dockerfile");

  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> entrypoint = new ArrayList<>();
  private String user = "0:0";
  private String healthCommand = "";
  private String workingDirectory = "/";

  private Dockerfile(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Carries out each instruction, in order.
   *
   * @param folder an empty one
   * @param environment the variables that RUN has in addition to its own
   */
  static Dockerfile build(Path folder, Map<String, String> environment) throws Exception {
    Dockerfile image = new Dockerfile(folder, environment);
    for (String line : instructions()) {
      String[] parts = line.split("\\s+", 2);
      image.carryOut(parts[0], parts[1]);
    }
    return image;
  }

  /** Each on one line, without comments. */
  static List<String> instructions() throws IOException {
    return Files.readString(FILE)
        .replaceAll("(?m)^#.*\n", "")
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private void carryOut(String instruction, String arguments) throws Exception {
    switch (instruction) {
      case "FROM", "EXPOSE" -> {}
      case "WORKDIR" -> workingDirectory = arguments;
      case "COPY" -> copy(arguments.split(" "));
      case "RUN" -> Shell.run(folder, environment, "sh", "-c", arguments);
      case "USER" -> user = arguments;
      case "HEALTHCHECK" -> healthCommand = arguments.replaceFirst(".*? CMD ", "");
      case "ENTRYPOINT" ->
          entrypoint.addAll(
              new JsonMapper().readValue(arguments, new TypeReference<List<String>>() {}));
      default -> throw new IllegalStateException("the tests don't know " + instruction);
    }
  }

  private void copy(String[] names) throws Exception {
    if (!Files.readAllLines(Path.of(".dockerignore")).contains("!" + names[0])) {
      throw new IllegalStateException(".dockerignore keeps " + names[0] + " from the engine");
    }
    // With their times: the archive of classes knows the jars by them.
    Shell.run(Path.of("."), Map.of(), "cp", "-Rp", names[0], folder.resolve(names[1]).toString());
  }

  /** User and group ids, for example {@code 10001:10001}. */
  String user() {
    return user;
  }

  /** The folder in the image that this plain folder stands for. */
  String workingDirectory() {
    return workingDirectory;
  }

  List<String> entrypoint() {
    return entrypoint;
  }

  /** What HEALTHCHECK runs in a shell. */
  String healthCommand() {
    return healthCommand;
  }
}
