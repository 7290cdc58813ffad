package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.Signals;
import io.m2mbridge.testkit.Bridge;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.util.FileUtil;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL that keeps what it commits, unlike that of other tests; it can be stopped, crashed
 * and started again on its data. One for all tests of a run; it ends with the JVM.
 */
final class DurablePostgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static DurablePostgres shared;

  private final Path folder;
  private final int port = Bridge.freePort();
  private EmbeddedPostgres server;

  private DurablePostgres() {
    try {
      folder = Files.createTempDirectory("m2m-crash-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop();
                  FileUtil.removeDir(folder.toFile());
                }));
  }

  /** The one of this run, running. */
  static synchronized DurablePostgres running() {
    if (shared == null) {
      shared = new DurablePostgres();
    }
    if (shared.server == null) {
      shared.start();
    }
    return shared;
  }

  int port() {
    return port;
  }

  /** The name of a new, empty database. */
  String newDatabase() {
    String name = "crash_" + NUMBER.incrementAndGet();
    JdbcClient sql = sql("postgres");
    for (String setting : List.of("fsync", "synchronous_commit")) {
      assertEquals("on", sql.sql("SHOW " + setting).query(String.class).single(), setting);
    }
    sql.sql("CREATE DATABASE " + name).update();
    return name;
  }

  /** A database, past any proxy. */
  JdbcClient sql(String database) {
    return JdbcClient.create(
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", ""));
  }

  void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              // After a crash, it first recovers; its default of ten seconds is short under load.
              .setPGStartupWait(Duration.ofSeconds(60))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("timezone", "Pacific/Auckland")
              .setServerConfig("max_connections", "200")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it in good order. */
  void stop() {
    if (server == null) {
      return;
    }
    try {
      server.close();
      server = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as {@code pg_ctl stop -m immediate} does; it recovers when it starts. */
  void crash() {
    long pid = postmaster();
    Signals.send(pid, "QUIT");
    Awaitility.await("PostgreSQL to end")
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    stop();
  }

  private long postmaster() {
    try {
      Path file = folder.resolve("data").resolve("postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
