package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A process that {@link BridgeLauncher} started. It ends with the test, or at the latest with this
 * JVM, and may have printed nothing that is {@link Planted}.
 */
public final class BridgeProcess implements AutoCloseable {
  private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(");
  private static final Duration LONGEST = Duration.ofSeconds(120);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Thread end;

  /**
   * Starts it.
   *
   * @param logs the folder that stdout and stderr are kept in
   */
  BridgeProcess(ProcessBuilder builder, Path logs) {
    out = logs.resolve("stdout.log");
    err = logs.resolve("stderr.log");
    try {
      process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
  }

  /** Waits until it logs that it started. */
  public BridgeProcess awaitStarted() {
    awaitStdout(") started in ");
    return this;
  }

  /**
   * Waits until it prints texts, in this order.
   *
   * @throws IllegalStateException with all that it printed, if it ends before, or after two minutes
   */
  public void awaitStdout(String... texts) {
    try {
      Awaitility.await()
          .atMost(LONGEST)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || hasPrinted(texts));
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(withoutPrinting("the bridge goes on", texts), e);
    }
    if (!process.isAlive() && !hasPrinted(texts)) {
      throw new IllegalStateException(
          withoutPrinting("the bridge ended with " + process.exitValue(), texts));
    }
  }

  private boolean hasPrinted(String... texts) {
    String printed = stdout();
    int at = 0;
    for (String text : texts) {
      at = at < 0 ? at : printed.indexOf(text, at);
    }
    return at >= 0;
  }

  private String withoutPrinting(String what, String... texts) {
    return what + " without printing " + List.of(texts) + ":\n" + stderr() + "\n" + stdout();
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
