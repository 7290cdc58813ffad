package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The packaged bridge as a process of its own, in a folder that is not the project's. It ends with
 * the test, or at the latest with this JVM, and may have printed nothing that is {@link Planted}.
 */
public final class BridgeProcess implements AutoCloseable {
  /** The Java that runs the tests. */
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** A start that takes less CPU time, at some cost in speed later on. */
  static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Path JAR = Path.of("target", "m2m-bridge.jar").toAbsolutePath();
  private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(");
  private static final Duration LONGEST = Duration.ofSeconds(120);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Thread end;

  private BridgeProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts {@code java -jar m2m-bridge.jar}.
   *
   * @param folder the working directory
   * @param environment variables to set; none of {@code M2M_*} and {@code CAMEL_*} is inherited
   */
  public static BridgeProcess start(
      Path folder, Map<String, String> environment, String... arguments) {
    return command(folder, folder, environment, packaged(List.of(), arguments));
  }

  /**
   * The command {@code java <options> -jar m2m-bridge.jar <arguments>}.
   *
   * @param options of the JVM, in addition to those for a quick start
   */
  static List<String> packaged(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(QUICK);
    command.addAll(ClassArchive.options(JAR));
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Starts it with the class path of the tests, as from source: with the embedded PostgreSQL, and
   * with the compiled classes, where the class path may have the jar.
   */
  public static BridgeProcess fromSource(
      Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    String classPath =
        Path.of("target", "classes").toAbsolutePath()
            + File.pathSeparator
            + System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath, "io.m2mbridge.Application"));
    command.addAll(List.of(arguments));
    return java(folder, environment, command);
  }

  /** Starts another application that has the bridge as a library. */
  public static BridgeProcess host(Path jar, Path folder, Map<String, String> environment) {
    return java(folder, environment, List.of("-jar", jar.toAbsolutePath().toString()));
  }

  private static BridgeProcess java(
      Path folder, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(QUICK);
    command.addAll(arguments);
    return command(folder, folder, environment, command);
  }

  /**
   * Starts it by a command of its own, which ends in a JVM.
   *
   * @param folder the working directory
   * @param logs the folder that stdout and stderr are kept in
   * @param environment variables to set; none of {@code M2M_*} and {@code CAMEL_*} is inherited
   */
  public static BridgeProcess command(
      Path folder, Path logs, Map<String, String> environment, List<String> command) {
    Path out = logs.resolve("stdout.log");
    Path err = logs.resolve("stderr.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(M2M|CAMEL|JAVA|JDK)_.*"));
    builder.environment().put("M2M_LOG_LEVEL", "trace");
    builder.environment().put("M2M_SHUTDOWN_DELAY", "0s");
    builder.environment().putAll(environment);
    try {
      return new BridgeProcess(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the project's routes into a folder. */
  public static void copyRoutes(Path folder) {
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

  /** Waits until it logs that it started. */
  public BridgeProcess awaitStarted() {
    Awaitility.await("the bridge to start")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || stdout().contains(") started in "));
    if (!process.isAlive()) {
      throw new IllegalStateException("the bridge did not start: " + stderr() + stdout());
    }
    return this;
  }

  /** Waits for its end, and gives the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the bridge did not end: " + stderr() + stdout());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to stop, as a service manager does. */
  public void stop() {
    process.destroy();
  }

  /** Asks it to stop, and waits for its end. */
  public int terminate() {
    stop();
    return awaitExit();
  }

  /** Ends it by SIGKILL, wherever it is; nothing of it is left when this returns. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stops it by SIGSTOP, as a machine that hangs; every thread of it stands still. */
  public void pause() {
    Signals.send(process.pid(), "STOP");
  }

  /** Lets it go on. */
  public void resume() {
    Signals.send(process.pid(), "CONT");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  public String stdout() {
    return read(out);
  }

  /** Without what a newer JVM warns of in the libraries. */
  public String stderr() {
    return read(err)
        .lines()
        .filter(line -> !line.startsWith("WARNING: "))
        .collect(Collectors.joining("\n"));
  }

  /** Whether it printed a stack trace anywhere. */
  public boolean printedStackTrace() {
    return STACK_TRACE.matcher(stdout() + stderr()).find();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
    Runtime.getRuntime().removeShutdownHook(end);
    List<String> leaks = Planted.namesIn(read(out) + read(err));
    if (!leaks.isEmpty()) {
      throw new AssertionError("the process printed what it must not: " + leaks);
    }
  }
}
