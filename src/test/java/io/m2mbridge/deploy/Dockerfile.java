package io.m2mbridge.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The project's Dockerfile, carried out in a plain folder that stands for the WORKDIR of each
 * stage, since a container engine is not everywhere. The folder of an earlier stage is moved away,
 * because the JVM's cache knows the jars by their paths. This machine's JDK stands for the base
 * image. An instruction that it doesn't know is an error.
 */
final class Dockerfile {
  private static final Path FILE = Path.of("Dockerfile");

  private static final String ROOT = "root";

  private static final Pattern MOUNT =
      Pattern.compile("--mount=type=bind,source=(\\S+),target=(\\S+) ");

  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> entrypoint = new ArrayList<>();
  private String stage = "";
  private String user = ROOT;
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
      case "FROM" -> beginStage(arguments);
      case "EXPOSE" -> {}
      case "WORKDIR" -> workingDirectory = arguments;
      case "COPY" -> copy(arguments.split(" "));
      case "RUN" -> run(arguments);
      case "USER" -> user = arguments;
      case "HEALTHCHECK" -> healthCommand = arguments.replaceFirst(".*? CMD ", "");
      case "ENTRYPOINT" ->
          entrypoint.addAll(
              new JsonMapper().readValue(arguments, new TypeReference<List<String>>() {}));
      default -> throw new IllegalStateException("the tests don't know " + instruction);
    }
  }

  private void beginStage(String base) throws Exception {
    if (!stage.isEmpty()) {
      Shell.run(Path.of("."), Map.of(), "mv", folder.toString(), folderOf(stage).toString());
      Files.createDirectory(folder);
    }
    stage = base.contains(" AS ") ? base.replaceFirst(".* AS ", "") : "last";
    user = ROOT;
    entrypoint.clear();
  }

  private Path folderOf(String earlier) {
    return folder.resolveSibling(folder.getFileName() + "-" + earlier);
  }

  /** Runs a command as the stage's user, where this process may choose one. */
  private void run(String arguments) throws Exception {
    Matcher mount = MOUNT.matcher(arguments);
    String command = mount.replaceFirst("");
    if (mount.reset().find()) {
      Path mounted = mount(mount.group(1));
      command = command.replace(mount.group(2) + "/", mounted + "/");
    }
    Path temporary = Files.createDirectories(folderOf("tmp"));
    List<String> words = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
      words.addAll(List.of("setpriv", "--reuid=" + user, "--clear-groups"));
    }
    words.addAll(List.of("sh", "-c", command));
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Shell.run(folder, variables, words.toArray(String[]::new));
  }

  /** Copies what the engine would see of a folder, because the user may not read this one. */
  private Path mount(String source) throws Exception {
    Path to = folderOf("mount");
    Files.createDirectories(to);
    for (String line : Files.readAllLines(Path.of(".dockerignore"))) {
      if (line.startsWith("!" + source + "/")) {
        Shell.run(Path.of("."), Map.of(), "cp", "-Rp", line.substring(1), to.toString());
      }
    }
    Shell.run(Path.of("."), Map.of(), "chmod", "-R", "a+rX", to.toString());
    return to;
  }

  private void copy(String[] words) throws Exception {
    if (words[0].startsWith("--from=")) {
      Path from = folderOf(words[0].substring("--from=".length()));
      String name = words[1].substring(workingDirectory.length() + 1);
      Shell.run(
          Path.of("."),
          Map.of(),
          "cp",
          "-Rp",
          from.resolve(name).toString(),
          folder.resolve(words[2]).toString());
      return;
    }
    copyFromHere(words);
  }

  private void copyFromHere(String[] names) throws Exception {
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
