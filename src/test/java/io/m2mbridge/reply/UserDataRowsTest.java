package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Columns of each kind, as camel-jdbc reads them, in time zones of the JVM and of the session. */
class UserDataRowsTest {
  private static final UserDataRows ROWS = new UserDataRows();
  private static DataSource database;

  private final TimeZone zone = TimeZone.getDefault();

  @BeforeAll
  static void start() {
    database = new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "");
    JdbcClient sql = JdbcClient.create(database);
    sql.sql("CREATE DOMAIN day AS date").update();
    sql.sql("CREATE DOMAIN moment AS timestamptz").update();
    sql.sql("CREATE TYPE kind AS ENUM ('CURP', 'INE')").update();
    sql.sql("CREATE EXTENSION citext").update();
  }

  @AfterEach
  void backToTheZone() {
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,UTC",
    "America/Mexico_City,UTC",
    "UTC,America/Mexico_City",
    "Pacific/Kiritimati,Etc/GMT+12",
    "Etc/GMT+12,Pacific/Kiritimati",
    "America/Sao_Paulo,Asia/Kolkata",
    "Asia/Beirut,America/Havana"
  })
  void readsDaysAsTheyStandInAnyZone(String jvm, String session) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(jvm));
    Map<String, String> expected = new HashMap<>();
    // Days without a midnight in São Paulo and in Beirut, and one with two in Havana.
    for (String day :
        new String[] {"1990-05-15", "1990-10-21", "1992-03-28", "1990-10-14", "1500-02-28"}) {
      expected.put("date '" + day + "'", day);
      expected.put("timestamp '" + day + " 00:00'", day);
      expected.put("'" + day + "'::day", day);
      expected.put("'" + day + "'::text", day);
      expected.put("'" + day + "'::char(20)", day);
      expected.put("timestamptz '" + day + " 00:00+00'", "ZONE");
      expected.put("timestamptz '" + day + " 00:00'", "ZONE");
      expected.put("'" + day + " 00:00'::moment", "ZONE");
      expected.put("timestamp '" + day + " 23:59:59'", "TIME");
    }
    assertReads("dob", expected, session);
  }

  @Test
  void readsWhatIsNoDay() throws SQLException {
    assertReads(
        "dob",
        Map.of(
            "date 'infinity'", "YEAR",
            "date '-infinity'", "YEAR",
            "timestamp 'infinity'", "YEAR",
            "timestamptz 'infinity'", "ZONE",
            "date '0044-03-15 BC'", "YEAR",
            "date '12345-01-01'", "YEAR",
            "timestamp '12345-01-01 00:00'", "YEAR",
            "19900515", "NUMBER",
            "time '00:00'", "KIND",
            "NULL::date", "null"),
        "UTC");
  }

  @Test
  void readsIdsOfEachKind() throws SQLException {
    Map<String, String> expected = new HashMap<>();
    expected.put("'CURP'::char(10)", "CURP");
    expected.put("'CURP'::varchar(10)", "CURP");
    expected.put("'CURP'::name", "CURP");
    expected.put("'CURP'::kind", "CURP");
    expected.put("'CURP'::citext", "CURP");
    expected.put("'0012'::text", "0012");
    expected.put("''::text", "null");
    expected.put("12345678901::bigint", "NUMBER");
    expected.put("7::smallint", "NUMBER");
    expected.put("12345678901::float8", "NUMBER");
    expected.put("12345678901::real", "NUMBER");
    expected.put("12345678901::numeric(20,0)", "NUMBER");
    expected.put("'12'::money", "NUMBER");
    expected.put("true", "KIND");
    expected.put("ARRAY['CURP']", "KIND");
    expected.put("'\\x41'::bytea", "KIND");
    expected.put("'\"CURP\"'::json", "KIND");
    expected.put("'\"CURP\"'::jsonb", "KIND");
    expected.put("'<a/>'::xml", "KIND");
    expected.put("gen_random_uuid()", "KIND");
    expected.put("date '1990-05-15'", "KIND");
    expected.put("inet '127.0.0.1'", "KIND");
    assertReads("idType", expected, "UTC");
  }

  private static void assertReads(String field, Map<String, String> expected, String session)
      throws SQLException {
    try (Connection connection = ROWS.getConnection(database);
        Statement settings = connection.createStatement()) {
      settings.execute("SET TIME ZONE '" + session + "'");
      for (var each : expected.entrySet()) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + each.getKey())) {
          // By text and, from the fifth time on, by the driver's binary form.
          for (int i = 0; i < 7; i++) {
            assertEquals(each.getValue(), read(field, statement), each.getKey());
          }
        }
      }
    }
  }

  private static String read(String field, PreparedStatement statement) throws SQLException {
    assertTrue(statement.execute());
    try (ResultSet rows = statement.getResultSet()) {
      rows.next();
      FieldText read = UserDataFields.text(field, rows.getObject(1));
      return String.valueOf(read.refusal() == null ? read.text() : read.refusal());
    }
  }

  @Test
  void limitsTheTransactionAndNotTheSession() throws SQLException {
    String isLimited =
        "SELECT (setting::int BETWEEN 1 AND 7000)::text FROM pg_settings WHERE name ="
            + " 'statement_timeout'";
    try (Connection connection = ROWS.getConnection(database)) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(isLimited)) {
        statement.setQueryTimeout(7);
        assertEquals("true", read("idType", statement));
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (PreparedStatement statement = connection.prepareStatement(isLimited)) {
        assertEquals("false", read("idType", statement));
      }
    }
  }

  @Test
  void limitsWhatCamelAsksBeforehandTogetherWithTheQuery() throws SQLException {
    try (Connection connection = ROWS.getConnection(database)) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT (setting::int BETWEEN 1 AND 6500)::text FROM pg_settings WHERE name ="
                      + " 'statement_timeout'");
          PreparedStatement beforehand = connection.prepareStatement("SELECT pg_sleep(0.5)")) {
        statement.setQueryTimeout(7);
        beforehand.execute();
        assertEquals("true", read("idType", statement));
      }
    }
  }

  @Test
  void asksForTheNumberOfParametersOncePerStatement() throws SQLException {
    UserDataRows rows = new UserDataRows();
    try (Connection connection = rows.getConnection(database)) {
      for (String parameters : new String[] {"?::int", "?::int, ?::int", "?::int"}) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + parameters)) {
          assertEquals(
              parameters.split(",").length, statement.getParameterMetaData().getParameterCount());
        }
      }
      connection.setAutoCommit(false);
      assertThrows(SQLException.class, () -> connection.createStatement().execute("SELECT 1 / 0"));
      // The transaction has failed, so the server would refuse to answer.
      try (PreparedStatement statement = connection.prepareStatement("SELECT ?::int")) {
        assertEquals(1, statement.getParameterMetaData().getParameterCount());
        assertThrows(
            SQLException.class, () -> statement.getParameterMetaData().getParameterType(1));
      }
      connection.rollback();
    }
  }

  @Test
  void sendsAKnownStatementAndItsLimitInOneTransaction() throws SQLException {
    List<Connection> opened = new ArrayList<>();
    DataSource watched =
        new DelegatingDataSource(database) {
          @Override
          public Connection getConnection() throws SQLException {
            opened.add(super.getConnection());
            return opened.get(opened.size() - 1);
          }
        };
    UserDataRows rows = new UserDataRows();
    for (int turn = 0; turn < 8; turn++) {
      try (Connection connection = rows.getConnection(watched)) {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT (setting::int = 7000)::text || ? FROM pg_settings WHERE name ="
                    + " 'statement_timeout'")) {
          statement.setQueryTimeout(7);
          assertEquals(1, statement.getParameterMetaData().getParameterCount());
          statement.setString(1, "!");
          assertEquals("true!", read("idType", statement));
        }
        assertEquals(turn > 0, opened.get(turn).getAutoCommit());
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement session = connection.createStatement();
            ResultSet limit = session.executeQuery("SHOW statement_timeout")) {
          limit.next();
          assertEquals("0", limit.getString(1));
        }
      }
    }
  }

  @Test
  void failsAKnownStatementAsAnyOther() throws SQLException {
    UserDataRows rows = new UserDataRows();
    for (int turn = 0; turn < 3; turn++) {
      try (Connection connection = rows.getConnection(database)) {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
            connection.prepareStatement("SELECT 1 / ?::int, pg_sleep(?::int)")) {
          statement.setQueryTimeout(1);
          assertEquals(2, statement.getParameterMetaData().getParameterCount());
          statement.setInt(1, turn == 2 ? 1 : 0);
          statement.setInt(2, turn == 2 ? 20 : 0);
          SQLException failure = assertThrows(SQLException.class, statement::execute);
          assertEquals(turn == 2 ? "57014" : "22012", failure.getSQLState());
        }
        connection.rollback();
        connection.setAutoCommit(true);
        try (Statement next = connection.createStatement()) {
          assertTrue(next.execute("SELECT 1"));
        }
      }
    }
  }
}
