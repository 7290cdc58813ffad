package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases and roles that can't serve the bridge, on a real server. */
@SuppressWarnings("try") // a lock is held, and not otherwise used
class DatabaseCheckTest extends FreshDatabase {
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
}
