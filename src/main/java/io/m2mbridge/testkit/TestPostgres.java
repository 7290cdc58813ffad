package io.m2mbridge.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One PostgreSQL for all tests of a run, and a database of its own for each who asks. Its time zone
 * is neither the JVM's nor UTC. It stops with the JVM.
 */
public final class TestPostgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            // Its default of ten seconds is short on a busy machine.
            .setPGStartupWait(Duration.ofSeconds(30))
            .setPort(BridgeClient.freePort())
            .setServerConfig("timezone", "Pacific/Auckland")
            .setServerConfig("max_connections", "300")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The JDBC URL of a new, empty database; user {@code postgres}, any password. */
  public static String newDatabase() {
    return newDatabase("");
  }

  /**
   * As {@link #newDatabase()}.
   *
   * @param options of {@code CREATE DATABASE}
   */
  public static String newDatabase(String options) {
    String name = "test_" + NUMBER.incrementAndGet();
    JdbcClient.create(Holder.SERVER.getPostgresDatabase())
        .sql("CREATE DATABASE " + name + " " + options)
        .update();
    return Holder.SERVER.getJdbcUrl("postgres", name);
  }

  /** Makes a role that, unlike {@code postgres}, only gets in with a password that nobody knows. */
  public static void demandPassword(String role) {
    JdbcClient sql = JdbcClient.create(Holder.SERVER.getPostgresDatabase());
    sql.sql("CREATE ROLE " + role + " LOGIN").update();
    Path rules = Path.of(sql.sql("SHOW hba_file").query(String.class).single());
    try {
      Files.writeString(
          rules, "host all " + role + " all scram-sha-256\n" + Files.readString(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sql.sql("SELECT pg_reload_conf()").query(Boolean.class).single();
  }
}
