package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testkit.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Databases and roles that can't serve the bridge, on a real server. */
@SuppressWarnings("try") // a lock is held, and not otherwise used
class DatabaseCheckTest {
  private final String url = TestPostgres.newDatabase();
  private final JdbcClient owner = JdbcClient.create(source(url, "postgres"));
  private final String database =
      URI.create(url.substring("jdbc:".length())).getPath().substring(1);

  /** The database by a role's name; its role alone is another one than the URL's. */
  private static DataSource source(String url, String role) {
    return new DriverManagerDataSource(url.replaceAll("user=[^&]*", "user=" + role), role, "");
  }

  private static void start(DataSource source) {
    Database.migrate(Database.reachable(source));
  }

  private static String refused(DataSource source) {
    String sentence = assertThrows(ConfigurationException.class, () -> start(source)).getMessage();
    assertEquals(1, sentence.lines().count(), sentence);
    return sentence;
  }

  private static void says(String sentence, String... parts) {
    for (String part : parts) {
      assertTrue(sentence.contains(part), sentence + "\nshould say: " + part);
    }
  }

  private void run(String sql) {
    owner.sql(sql).update();
  }

  /** A role of this test's own, which may do nothing yet. */
  private String role() {
    String role = "role_of_" + database;
    run("CREATE ROLE " + role + " LOGIN");
    run("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    return role;
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII", "WIN1252", "LATIN9", "EUC_JP", "KOI8R"})
  void refuseAnotherEncoding(String encoding) {
    String other =
        TestPostgres.newDatabase("TEMPLATE template0 ENCODING '" + encoding + "' LOCALE 'C'");

    says(refused(source(other, "postgres")), "has the encoding " + encoding, "ENCODING 'UTF8'");
  }

  @ParameterizedTest
  @CsvSource({
    "default_transaction_read_only, on, SET default_transaction_read_only = off",
    "idle_session_timeout, 20000, 20000 ms",
    "idle_in_transaction_session_timeout, 40, 40 ms",
    "session_replication_role, replica, SET session_replication_role = origin",
    "search_path, nowhere, search_path"
  })
  void refuseASettingThatNoTransactionCanChange(String setting, String value, String said) {
    assumeTrue(
        owner
            .sql("SELECT current_setting(:name, true) IS NOT NULL")
            .param("name", setting)
            .query(Boolean.class)
            .single(),
        "this version of PostgreSQL has no " + setting);
    run("ALTER DATABASE " + database + " SET " + setting + " = " + value);

    says(refused(source(url, "postgres")), setting, said);
  }

  @ParameterizedTest
  @CsvSource({"12, false", "13, true", "18, true"})
  void refuseAVersionThatIsNotTested(int version, boolean isTaken) throws SQLException {
    ServerState real;
    try (Connection connection = source(url, "postgres").getConnection()) {
      real = ServerState.of(connection);
    }
    var settings = new HashMap<>(real.settings());
    settings.put("server_version_num", version + "0004");
    settings.put("server_version", version + ".4");
    List<String> mistakes =
        DatabaseCheck.mistakes(
            new ServerState(false, "m2m", "m2m", "public", null, null, null, Map.copyOf(settings)));

    assertEquals(isTaken, mistakes.isEmpty(), mistakes::toString);
    if (!isTaken) {
      says(mistakes.get(0), "PostgreSQL 12.4 is too old", "is 13");
    }
  }

  @Test
  void refuseAStandby() throws SQLException {
    says(
        DatabaseCheck.mistakes(
                new ServerState(
                    true,
                    "m2m",
                    "m2m",
                    "public",
                    null,
                    null,
                    null,
                    Map.of("server_version_num", "170004", "server_encoding", "UTF8")))
            .get(0),
        "is a standby",
        "targetServerType=primary");
  }

  @Test
  void nameTheRightToMakeTables() {
    String role = role();
    run("GRANT USAGE ON SCHEMA public TO " + role);

    says(
        refused(source(url, role)),
        "SQLSTATE 42501",
        "GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"" + role + "\"");

    run("GRANT CREATE ON SCHEMA public TO " + role);
    start(source(url, role));
  }

  @Test
  void nameTheRightsOnTheTablesThatAreMissing() {
    start(source(url, "postgres"));
    String role = role();
    run("GRANT USAGE ON SCHEMA public TO " + role);
    run("GRANT SELECT ON m2m_schema_history TO " + role);
    run("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO " + role);
    run("REVOKE UPDATE, INSERT ON m2m_links FROM " + role);
    run("REVOKE SELECT, INSERT ON m2m_runs, m2m_actions FROM " + role);
    run("REVOKE EXECUTE ON FUNCTION m2m_instant(text) FROM PUBLIC");

    says(
        refused(source(url, role)),
        "GRANT INSERT, UPDATE ON m2m_links TO \"" + role + "\"",
        "GRANT DELETE ON m2m_attempts, m2m_refusals, m2m_console_sessions TO \"" + role + "\"",
        "GRANT SELECT, INSERT ON m2m_runs, m2m_actions TO",
        "GRANT EXECUTE ON FUNCTION m2m_instant(text) TO \"" + role + "\"");

    run("GRANT INSERT, UPDATE ON m2m_links TO " + role);
    run("GRANT DELETE ON m2m_attempts, m2m_refusals, m2m_console_sessions TO " + role);
    run("GRANT SELECT, INSERT ON m2m_runs, m2m_actions TO " + role);
    run("GRANT EXECUTE ON FUNCTION m2m_instant(text) TO " + role);
    start(source(url, role));
  }

  @Test
  void nameTheOwnerWhereTheTablesAreAnothers() {
    migrateTo("2");
    String role = role();
    run("GRANT ALL ON SCHEMA public TO " + role);
    run("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);

    says(refused(source(url, role)), "is not the owner of m2m_", "OWNER TO \"" + role + "\"");
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(source(url, "postgres"))
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
    owner.sql("DELETE FROM m2m_schema_history WHERE version = '12'").update();
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
