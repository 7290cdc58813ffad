package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.TestPostgres;
import java.sql.SQLException;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DatabaseFailureTest {
  private static final String SERVER = TestPostgres.newDatabase().replaceAll("\\?.*", "");

  /** What is said where a connection with these fails. */
  private static String failing(String url, String user, String password) {
    String sentence =
        assertThrows(
                ConfigurationException.class,
                () -> Database.reachable(new DriverManagerDataSource(url, user, password)))
            .getMessage();
    assertEquals(1, sentence.lines().count(), sentence);
    assertFalse(sentence.contains("hunter2"), sentence);
    return sentence;
  }

  private static void says(String sentence, String... parts) {
    for (String part : parts) {
      assertTrue(sentence.contains(part), sentence + "\nshould say: " + part);
    }
  }

  @Test
  void sayThatTheJvmsTimeZoneIsUnknown() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(new java.util.SimpleTimeZone(-3_600_000, "America/Nowhere_City"));
    try {
      says(
          failing(SERVER, "postgres", ""),
          "JVM's time zone America/Nowhere_City",
          "-Duser.timezone=UTC",
          "22023");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void sayThatThereIsNoSuchDatabase() {
    says(failing(SERVER + "_not", "postgres", "hunter2"), "no database of the name", "3D000");
  }

  @Test
  void sayThatThePasswordIsRefusedOrMissing() {
    TestPostgres.demandPassword("with_a_password");

    says(
        failing(SERVER, "with_a_password", "hunter2"), "refuses the user or the password", "28P01");
    says(failing(SERVER, "with_a_password", ""), "asks for a password", "08004");
  }

  @Test
  void sayThatTheUserMayNotConnect() {
    JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(SERVER, "postgres", ""));
    owner.sql("CREATE ROLE without_connect LOGIN").update();
    String name = SERVER.substring(SERVER.lastIndexOf('/') + 1);
    owner.sql("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC").update();

    says(failing(SERVER, "without_connect", ""), "GRANT CONNECT ON DATABASE", "42501");
  }

  @Test
  void sayThatARoleHasNoConnectionLeft() {
    JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(SERVER, "postgres", ""));
    owner.sql("CREATE ROLE full_up LOGIN CONNECTION LIMIT 0").update();
    owner.sql("GRANT CONNECT ON DATABASE " + SERVER.replaceAll(".*/", "") + " TO full_up").update();

    says(failing(SERVER, "full_up", ""), "no connection left", "53300");
  }

  @Test
  void sayThatTheServerHasNoTls() {
    says(failing(SERVER + "?sslmode=require", "postgres", ""), "has no TLS", "sslmode");
  }

  @Test
  void nameTheParameterThatIsRefused() {
    says(
        failing(SERVER + "?options=-c%20work_mem=hunter2", "postgres", ""),
        "a parameter of the connection, work_mem (SQLSTATE 22023)");
    says(
        failing(SERVER + "?options=-c%20no_such=hunter2", "postgres", ""),
        "a parameter of the connection, no_such (SQLSTATE 42704)");
  }

  @Test
  void sayWhyTheHostIsOutOfReach() {
    says(
        failing("jdbc:postgresql://no-such-host.invalid/m2m", "postgres", "hunter2"),
        "The database can't be reached (SQLSTATE 08001): the host in the URL has no address");
    says(
        failing("jdbc:postgresql://127.0.0.1:" + Bridge.freePort() + "/m2m", "postgres", "hunter2"),
        "The database can't be reached (SQLSTATE 08001): check");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28000 | FATAL: no pg_hba.conf entry for host \"10.0.0.7\", no encryption | sslmode=require",
        "57P03 | FATAL: das Datenbanksystem startet | accepts no connections now",
        "57P01 | FATAL: terminating connection | is being stopped",
        "53400 | FATAL: configuration limit exceeded | a limit of its configuration",
        "0A000 | FATAL: unsupported frontend protocol | doesn't support the driver's protocol",
        "22023 | FATAL: valor no válido para el parámetro «TimeZone»: «X» | JVM's time zone",
        "08P01 | ERROR: no such database: m2m hunter2 | PgBouncer's databases",
        "08P01 | FATAL: no such user: hunter2 | PgBouncer's users",
        "08P01 | ERROR: unsupported startup parameter: search_path | run ALTER ROLE … SET search_path",
        "08P01 | ERROR: no more connections allowed (max_client_conn) | max_client_conn",
        "08P01 | FATAL: server login has been failing, cached error: hunter2 | has no connection to it",
        "08P01 | ERROR: pgbouncer cannot connect to server | has no connection to it",
        "08P01 | FATAL: query_wait_timeout | has no connection to it",
        "08006 | An I/O error hunter2 | The database can't be reached (SQLSTATE 08006)",
      })
  void tellEachSqlStateInWordsOfItsOwn(String state, String message, String said) {
    String sentence = DatabaseFailure.sentence(new SQLException(message, state), "the settings");

    says(sentence, said, state);
    assertFalse(sentence.contains("hunter2"), sentence);
  }
}
