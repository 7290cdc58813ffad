package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.BridgeClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Launches the bridge as a process in a folder that is not the project's, as often as a test wants.
 * A test sets what it needs as an operator does: by environment variables, options of the JVM, and
 * files in the folder.
 */
public final class BridgeLauncher extends BridgeClient {
  private static final Path JAR = Path.of("target", "m2m-bridge.jar").toAbsolutePath();

  private final Path folder;
  private final List<String> command;
  private final List<String> application;
  private final Map<String, String> environment = new HashMap<>();
  private Path logs;
  private String script = "exec \"$@\"";

  private BridgeLauncher(Path folder, List<String> command, List<String> application) {
    this.folder = folder;
    this.logs = folder;
    this.command = new ArrayList<>(command);
    this.application = application;
  }

  /**
   * {@code java -jar m2m-bridge.jar} with the project's routes and the tests' secret, on free
   * ports.
   *
   * @param folder an empty one, for the routes and the output; the working directory
   */
  public static BridgeLauncher packaged(Path folder) {
    return packaged(folder, JAR).withOptions(ClassArchive.options(JAR).toArray(String[]::new));
  }

  /** The same without an archive of classes. */
  static BridgeLauncher packaged(Path folder, Path jar) {
    return java(folder, "-jar", jar.toString())
        .withRoutes()
        .withPorts()
        .with("M2M_HTTP_HOST", "127.0.0.1")
        .with("M2M_WEBHOOK_SECRET", Bridge.SECRET);
  }

  /**
   * The class path of the tests, as from source: with the embedded PostgreSQL. The compiled classes
   * come first, because the class path may have the jar.
   */
  public static BridgeLauncher fromSource(Path folder) {
    String classPath =
        Path.of("target", "classes").toAbsolutePath()
            + File.pathSeparator
            + System.getProperty("java.class.path");
    return java(folder, "-cp", classPath, "io.m2mbridge.Application");
  }

  /**
   * Any application on the Java that runs the tests. Its start takes less CPU time, at some cost in
   * speed later on.
   *
   * @param application the arguments of {@code java} that name the application
   */
  public static BridgeLauncher java(Path folder, String... application) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return new BridgeLauncher(folder, command, List.of(application));
  }

  /** Any command that ends in a JVM. */
  public static BridgeLauncher command(Path folder, List<String> command) {
    return new BridgeLauncher(folder, command, List.of());
  }

  /** Copies the project's routes into the folder. */
  public BridgeLauncher withRoutes() {
    copyRoutes(folder);
    return this;
  }

  static void copyRoutes(Path folder) {
    Path routes = folder.resolve("routes");
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      Files.createDirectories(routes);
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(String.valueOf(file.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on {@link #port()} and {@link #managementPort()}. */
  public BridgeLauncher withPorts() {
    return with("M2M_HTTP_PORT", String.valueOf(port()))
        .with("M2M_MANAGEMENT_PORT", String.valueOf(managementPort()));
  }

  /** Sets an environment variable. None of {@code M2M_*} and {@code CAMEL_*} is inherited. */
  public BridgeLauncher with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets environment variables. */
  public BridgeLauncher with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Uses a database, and an API that is nowhere. */
  public BridgeLauncher withDatabase(String url) {
    return with("M2M_API_KEY", Bridge.API_KEY)
        .with("M2M_API_BASE_URL", "http://127.0.0.1:1")
        .with("M2M_DATABASE_URL", url)
        .with("M2M_DATABASE_USERNAME", "postgres")
        .with("M2M_DATABASE_PASSWORD", "any");
  }

  /** Uses no database: events become files in the folder {@code taken}. */
  public BridgeLauncher withoutDatabase() {
    return with("M2M_DELIVERIES_REPOSITORY", "caffeine").with("M2M_FORWARD_DEFAULT", "file:taken");
  }

  /** Adds options of the JVM. */
  public BridgeLauncher withOptions(String... added) {
    command.addAll(List.of(added));
    return this;
  }

  /**
   * Launches it by a shell.
   *
   * @param bash in which {@code "$@"} is the command of the JVM
   */
  public BridgeLauncher withScript(String bash) {
    script = bash;
    return this;
  }

  /** Keeps stdout and stderr in another folder than the working directory. */
  public BridgeLauncher withLogs(Path other) {
    logs = other;
    return this;
  }

  /**
   * Starts it, and doesn't wait until it serves.
   *
   * @param arguments a command of the bridge and its options; none to run it
   */
  public BridgeProcess launch(String... arguments) {
    List<String> all = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    all.addAll(command);
    all.addAll(application);
    all.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(M2M|CAMEL|JAVA|JDK)_.*"));
    builder.environment().put("M2M_LOG_LEVEL", "trace");
    builder.environment().put("M2M_SHUTDOWN_DELAY", "0s");
    builder.environment().put("M2M_START_WARM_UP", "0s");
    builder.environment().putAll(environment);
    return new BridgeProcess(builder, logs);
  }

  /** Starts it, and waits until it serves. */
  public BridgeProcess start() {
    return launch().awaitStarted();
  }

  /** The environment variables that it starts with, to be changed. */
  public Map<String, String> environment() {
    return environment;
  }

  public Path folder() {
    return folder;
  }
}
