package io.m2mbridge.dev;

import io.m2mbridge.settings.ConfigurationException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The dev profile's embedded PostgreSQL. Its data is under {@code data/}. */
public final class DevDatabase {
  /** The superuser, without a password. */
  public static final String USERNAME = "postgres";

  public static final Path FOLDER = Path.of("data", "postgresql");

  private static final int STOP_TIMEOUT_SECONDS = 60;

  private final String url;
  private final Runnable stop;
  private final FileChannel claim;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private DevDatabase(String url, Runnable stop, FileChannel claim) {
    this.url = url;
    this.stop = stop;
    this.claim = claim;
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStop));
  }

  /**
   * Starts PostgreSQL, or uses the one that a killed run left running.
   *
   * @param folder the data folder; it is created if it doesn't exist
   * @throws ConfigurationException if PostgreSQL can't be started
   */
  public static DevDatabase start(Path folder) {
    FileChannel claim = claim(folder);
    try {
      return start(folder, claim);
    } catch (IOException | IllegalStateException e) {
      release(claim);
      throw new ConfigurationException(
          "The embedded PostgreSQL in "
              + folder.toAbsolutePath()
              + " does not start ("
              + ConfigurationException.oneLine(String.valueOf(e.getMessage()))
              + "): delete that folder to start with an empty database, or set M2M_DATABASE_URL to a PostgreSQL of your own.");
    }
  }

  private static DevDatabase start(Path folder, FileChannel claim) throws IOException {
    Lock lock = Lock.read(folder);
    if (lock != null && lock.isOfAnotherProgram()) {
      // PostgreSQL would refuse to start, because it takes the process of the old id for its own
      // server.
      Files.delete(Lock.in(folder));
    } else if (lock != null && lock.isOf(folder)) {
      return new DevDatabase(
          url(lock.port()), () -> lock.process().ifPresent(ProcessHandle::destroy), claim);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            // Its default of ten seconds is short on a busy machine.
            .setPGStartupWait(Duration.ofSeconds(30))
            // Its own shutdown hook would stop it while Camel still finishes exchanges in flight.
            .setRegisterShutdownHook(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    return new DevDatabase(url(server.getPort()), () -> close(server), claim);
  }

  /**
   * Returns the JDBC URL of the PostgreSQL that runs for a bridge in this folder, or empty if none
   * runs.
   */
  public static Optional<String> runningUrl() {
    try {
      Lock lock = Lock.read(FOLDER);
      return lock != null && lock.isOf(FOLDER) ? Optional.of(url(lock.port())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Locks the folder for this process; the operating system releases the lock when the process
   * ends. Without it, a second bridge would use the first one's PostgreSQL and stop it when it
   * ends.
   */
  private static FileChannel claim(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolveSibling("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return channel;
      }
      release(channel);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The folder "
              + folder
              + " can't be written to: run the bridge in a folder where it can write.");
    }
    throw new ConfigurationException(
        "Another bridge runs in this folder with the PostgreSQL in "
            + folder
            + ": stop it, or start this one in another folder.");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another bridge in this JVM has it
    }
  }

  private static void release(FileChannel claim) {
    try {
      claim.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String url() {
    return url;
  }

  public String username() {
    return USERNAME;
  }

  public void stop() {
    stop.run();
    release(claim);
    stopped.countDown();
  }

  /** Keeps the JVM running until this is stopped, which happens after Camel has stopped. */
  private void awaitStop() {
    try {
      if (!stopped.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        stop.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The lock file that PostgreSQL writes into its data folder. A crash leaves it behind. */
  private record Lock(long processId, int port) {
    private static final int LINE_OF_PROCESS = 0;
    private static final int LINE_OF_PORT = 3;

    static Path in(Path folder) {
      return folder.resolve("postmaster.pid");
    }

    static @Nullable Lock read(Path folder) throws IOException {
      Path file = in(folder);
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      try {
        return lines.size() <= LINE_OF_PORT
            ? null
            : new Lock(
                Long.parseLong(lines.get(LINE_OF_PROCESS).strip()),
                Integer.parseInt(lines.get(LINE_OF_PORT).strip()));
      } catch (NumberFormatException e) {
        return null; // incomplete: PostgreSQL itself handles that
      }
    }

    Optional<ProcessHandle> process() {
      return ProcessHandle.of(processId);
    }

    boolean isOfAnotherProgram() {
      return process()
          .flatMap(process -> process.info().command())
          .map(command -> String.valueOf(Path.of(command).getFileName()))
          .filter(name -> !name.startsWith("postgres"))
          .isPresent();
    }

    /** Whether the server on this port has its data in this folder. */
    boolean isOf(Path folder) throws IOException {
      try (Connection connection = DriverManager.getConnection(url(port), "postgres", "");
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW data_directory")) {
        return row.next() && Files.isSameFile(Path.of(row.getString(1)), folder);
      } catch (SQLException e) {
        return false;
      }
    }
  }
}
