package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The schema in which the start makes or finds the tables, and the lock under which it does. */
@SuppressWarnings("try") // a lock is held, and not otherwise used
class DatabaseSchemasTest extends FreshDatabase {
  @Test
  void refuseToMakeTheTablesTwiceInOneDatabase() {
    start(source(url, "postgres"));
    run("CREATE SCHEMA \"Mixed Case\"");
    run("ALTER DATABASE " + database + " SET search_path = \"Mixed Case\"");

    says(
        refused(source(url, "postgres")),
        "are in the schema \"public\"",
        "would use \"Mixed Case\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'&currentSchema=other', ''",
    "'', ALTER ROLE \"%s\" SET search_path = other",
  })
  void makeTheTablesOfAnotherBridgeInItsOwnSchema(String parameter, String setting)
      throws SQLException {
    start(source(url, "postgres"));
    String role = role();
    run("CREATE SCHEMA other AUTHORIZATION " + role);
    if (!setting.isEmpty()) {
      run(setting.formatted(role));
    }

    try (MigrationLock held =
        MigrationLock.take(source(url, "postgres"), "public", Duration.ZERO)) {
      start(source(url + parameter, role));
    }
    start(source(url, "postgres"));

    assertEquals(
        List.of("other", "public"),
        owner
            .sql("SELECT schemaname FROM pg_tables WHERE tablename = 'm2m_deliveries' ORDER BY 1")
            .query(String.class)
            .list());
  }

  /** The role of a rotated password has lost its rights and would begin with empty tables. */
  @Test
  void refuseToMakeTheTablesTwiceBecauseARightIsMissing() {
    start(source(url, "postgres"));
    String role = role();
    run("CREATE SCHEMA AUTHORIZATION " + role);

    says(
        refused(source(url, role)),
        "are in the schema \"public\"",
        "would use \"" + role + "\"",
        "grant USAGE on it");
  }

  @Test
  void keepTheSchemaThatHasTheTablesThoughAnotherComesFirst() {
    start(source(url, "postgres"));
    run(
        "DELETE FROM m2m_schema_history"
            + " WHERE installed_rank = (SELECT max(installed_rank) FROM m2m_schema_history)");
    run("CREATE SCHEMA postgres");

    start(source(url, "postgres")); // search_path is "$user", public

    assertEquals(
        List.of("public"),
        owner
            .sql("SELECT schemaname FROM pg_tables WHERE tablename LIKE 'm2m%' GROUP BY 1")
            .query(String.class)
            .list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "Mixed Case", "with\"quote", "año"})
  void makeTheTablesInASchemaOfAnyName(String schema) {
    String quoted = DatabaseCheck.quoted(schema);
    run("CREATE SCHEMA " + quoted);
    run("ALTER DATABASE " + database + " SET search_path = " + quoted);
    run("ALTER DATABASE " + database + " SET statement_timeout = '150ms'");
    run("ALTER DATABASE " + database + " SET lock_timeout = '1ms'");
    run("ALTER DATABASE " + database + " SET standard_conforming_strings = off");

    start(source(url, "postgres"));
    start(source(url, "postgres"));

    assertEquals(
        schema,
        owner
            .sql("SELECT schemaname FROM pg_tables WHERE tablename = 'm2m_deliveries'")
            .query(String.class)
            .single());
  }

  @Test
  void refuseTablesThatAreSpreadOverTwoSchemas() {
    start(source(url, "postgres"));
    run("CREATE SCHEMA other");
    run("CREATE TABLE other.m2m_operations (LIKE m2m_operations)");
    run("ALTER DATABASE " + database + " SET search_path = other, public");

    says(refused(source(url, "postgres")), "other.m2m_operations", "put \"public\" first");
  }

  @Test
  void sayThatAMigrationIsAnothers() {
    start(source(url, "postgres"));
    run("UPDATE m2m_schema_history SET checksum = checksum + 1 WHERE version = '3'");

    says(refused(source(url, "postgres")), "made by another version", "migration 3 differs");
  }

  @Test
  void takeNoLockWhereNothingIsToBeDone() throws Exception {
    start(source(url, "postgres"));
    try (MigrationLock held =
        MigrationLock.take(source(url, "postgres"), "public", Duration.ofSeconds(5))) {
      start(source(url, "postgres"));
    }
  }

  @Test
  void repairUnderFlywaysOwnLockAlone() throws Exception {
    migrateTo("1");
    run(
        "INSERT INTO m2m_schema_history SELECT 2, '2', 'erasable payloads', 'SQL',"
            + " 'V2__erasable_payloads.sql', 1, 'postgres', now(), 1, false");
    CompletableFuture<Void> start;
    try (MigrationLock held =
        MigrationLock.take(source(url, "postgres"), "public", Duration.ofSeconds(5))) {
      start = CompletableFuture.runAsync(() -> start(source(url, "postgres")));
      assertThrows(TimeoutException.class, () -> start.get(1500, TimeUnit.MILLISECONDS));
      assertEquals(
          1L,
          owner
              .sql("SELECT count(*) FROM m2m_schema_history WHERE NOT success")
              .query(Long.class)
              .single());
    }
    start.get(60, TimeUnit.SECONDS);
  }

  @Test
  void lockWhatFlywayLocks() throws Exception {
    migrateTo("1");
    CompletableFuture<Void> flyway;
    try (MigrationLock held =
        MigrationLock.take(source(url, "postgres"), "public", Duration.ofSeconds(5))) {
      flyway = CompletableFuture.runAsync(() -> migrateTo("2"));
      assertThrows(TimeoutException.class, () -> flyway.get(1500, TimeUnit.MILLISECONDS));
    }
    flyway.get(60, TimeUnit.SECONDS);
  }

  @Test
  void leaveTheConnectionsOfAnApplicationAsTheyWere() throws Exception {
    try (Connection only = source(url, "postgres").getConnection()) {
      only.createStatement().execute("SET statement_timeout = '7s'; SET lock_timeout = '3s'");
      var pool = new SingleConnectionDataSource(only, true);
      try (Connection migrating = new MigrationDataSource(pool, "public").getConnection()) {
        assertEquals("0", show(migrating, "statement_timeout"));
        assertEquals("public", show(migrating, "search_path").replace("\"", ""));
      }
      assertEquals("7s", show(only, "statement_timeout"));
      assertEquals("3s", show(only, "lock_timeout"));
      assertEquals("\"$user\", public", show(only, "search_path"));
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var row = connection.createStatement().executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
