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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The dev profile's PostgreSQL, kept under {@code data/}. */
public final class DevDatabase {
  /** Its superuser, who needs no password. */
  public static final String USERNAME = "postgres";

  public static final Path FOLDER = Path.of("data", "postgresql");

  private static final int LONGEST_STOP_SECONDS = 60;

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
   * Starts it, or takes the one over that a killed run left running.
   *
   * @param folder where it keeps its data; made when it isn't there
   * @throws ConfigurationException when it can't be started
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
              + "): delete that folder to begin anew, or set M2M_DATABASE_URL to a PostgreSQL of your own.");
    }
  }

  private static DevDatabase start(Path folder, FileChannel claim) throws IOException {
    Lock lock = Lock.read(folder);
    if (lock != null && lock.isOfAnotherProgram()) {
      // PostgreSQL would refuse to start: to it the old process id looks like a server of its
      // own.
      Files.delete(Lock.in(folder));
    } else if (lock != null && lock.isOf(folder)) {
      return new DevDatabase(
          url(lock.port()), () -> lock.process().ifPresent(ProcessHandle::destroy), claim);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            // A hook of its own would end it while Camel still works off what is in flight.
            .setRegisterShutdownHook(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    return new DevDatabase(url(server.getPort()), () -> close(server), claim);
  }

  /** The JDBC URL of the one that runs for the bridge of this folder; empty without one. */
  public static Optional<String> runningUrl() {
    try {
      Lock lock = Lock.read(FOLDER);
      return lock != null && lock.isOf(FOLDER) ? Optional.of(url(lock.port())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps the folder for this process, until its end however that comes: a second bridge would use
   * the first one's PostgreSQL, and stop it at its own end.
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
          "The folder " + folder + " can't be written to: run the bridge where it can.");
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
      return false; // another one in this JVM
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

  /** Keeps the JVM from its end until this is stopped, which is after Camel. */
  private void awaitStop() {
    try {
      if (!stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        stop.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a running PostgreSQL, or one that a crash ended, says of itself in its data folder. */
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
        return null; // half written; PostgreSQL itself sees to it
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

    /** Whether what listens on its port keeps its data in this folder. */
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
