package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseTest {
  private final CamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  private Settings settings(String url) {
    context.getPropertiesComponent().addOverrideProperty("m2m.database.url", url);
    context.getPropertiesComponent().addOverrideProperty("m2m.database.username", "postgres");
    context.getPropertiesComponent().addOverrideProperty("m2m.database.password", "");
    return new Settings(context);
  }

  /** As Flyway notes it where CREATE INDEX CONCURRENTLY fails. */
  private static final String FAILED_INDEX =
      """
      INSERT INTO m2m_schema_history (installed_rank, version, description, type, script, checksum,
                                      installed_by, execution_time, success)
      VALUES (2, '2', 'erasable payloads', 'SQL', 'V2__erasable_payloads.sql', 1, 'postgres', 1, false)
      """;

  /** Makes the tables as an earlier release had them. */
  private static void migrateTo(DataSource source, String version) {
    Flyway.configure()
        .dataSource(source)
        .configuration(Migration.NO_OPEN_TRANSACTION)
        .locations("classpath:db/m2m-bridge")
        .table(Migration.HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(version)
        .load()
        .migrate();
  }

  @Test
  void bringsTheTablesUpToDateOnce() {
    Settings settings = settings(TestPostgres.newDatabase());

    Database.migrate(settings);
    Database.migrate(settings);

    assertEquals(
        1L,
        JdbcClient.create(Database.reachable(settings))
            .sql("SELECT count(*) FROM m2m_schema_history WHERE version = '1'")
            .query(Long.class)
            .single());
  }

  @RepeatedTest(5)
  void makesTheTablesThoughNodesStartTogether() throws Exception {
    DataSource database = Database.reachable(settings(TestPostgres.newDatabase()));
    var together = new CyclicBarrier(4);
    ExecutorService nodes = Executors.newFixedThreadPool(together.getParties());
    Callable<Void> node =
        () -> {
          together.await();
          Database.migrate(database);
          return null;
        };
    try {
      for (Future<Void> migrated :
          nodes.invokeAll(Collections.nCopies(together.getParties(), node))) {
        migrated.get();
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void startsAgainAfterAnIndexCouldNotBeBuilt() {
    Settings settings = settings(TestPostgres.newDatabase());
    DataSource source = Database.reachable(settings);
    migrateTo(source, "1");
    JdbcClient database = JdbcClient.create(source);
    database.sql(FAILED_INDEX).update();

    Database.migrate(settings);

    assertEquals(
        1L,
        database
            .sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'm2m_deliveries_erasable'")
            .query(Long.class)
            .single());
  }

  @Test
  void holdsUpNoWebhookWhileSomeoneReadsForLong() throws SQLException {
    Settings settings = settings(TestPostgres.newDatabase());
    DataSource source = Database.reachable(settings);
    migrateTo(source, "2");
    try (Connection reader = source.getConnection()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("SELECT 1 FROM m2m_deliveries");
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertThrows(ConfigurationException.class, () -> Database.migrate(settings)));
    }

    Database.migrate(settings);
  }

  @Test
  void leavesTheTablesOfTheHostAlone() throws SQLException {
    Settings settings = settings(TestPostgres.newDatabase());
    DataSource database = Database.reachable(settings);
    JdbcClient.create(database).sql("CREATE TABLE of_the_host (id int)").update();

    Database.migrate(settings);

    assertEquals(
        0,
        JdbcClient.create(database).sql("SELECT * FROM of_the_host").query().listOfRows().size());
  }

  @Test
  void saysThatTheDatabaseIsOutOfReach() {
    Settings settings = settings("jdbc:postgresql://127.0.0.1:" + Bridge.freePort() + "/nowhere");

    var mistake =
        assertThrows(ConfigurationException.class, () -> Database.migrate(settings)).getMessage();

    assertTrue(mistake.startsWith("The database can't be reached (SQLSTATE 08001)"), mistake);
  }

  @Test
  void leavesTheDriversLoggerAsItWas() {
    Settings settings = settings(TestPostgres.newDatabase());
    Level before = Database.DRIVER.getLevel();
    Database.DRIVER.setLevel(Level.CONFIG);
    try {
      Database.migrate(settings);

      assertEquals(Level.CONFIG, Database.DRIVER.getLevel());
    } finally {
      Database.DRIVER.setLevel(before);
    }
  }

  @Test
  void saysThatTheTablesCanNotBeChanged() {
    Settings settings = settings(TestPostgres.newDatabase());
    JdbcClient.create(Database.reachable(settings)).sql("CREATE TABLE m2m_links (x int)").update();

    var mistake =
        assertThrows(ConfigurationException.class, () -> Database.migrate(settings)).getMessage();

    assertTrue(mistake.startsWith("The tables can't be brought up to date"), mistake);
    assertEquals(1, mistake.lines().count());
  }
}
