package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class UserDataDescriptionTest {
  private static final String REFERENCE = " FROM crm WHERE customer = :?referenceId";
  private static String url;
  private static DataSource database;
  private static JdbcClient sql;

  @BeforeAll
  static void start() {
    url = TestPostgres.newDatabase();
    database = new DriverManagerDataSource(url, "postgres", "");
    sql = JdbcClient.create(database);
    sql.sql(
            "CREATE TABLE crm (customer text, number bigint, curp text, kind char(4), born date,"
                + " seen timestamp, born_at timestamptz, rating float8)")
        .update();
    sql.sql("INSERT INTO crm (customer) VALUES ('a')").update();
    sql.sql("CREATE TABLE calls (n int)").update();
    sql.sql(
            "CREATE FUNCTION noted(text) RETURNS text LANGUAGE sql AS 'INSERT INTO calls VALUES (1);"
                + " SELECT $1'")
        .update();
    sql.sql("CREATE ROLE reader_of_" + name() + " LOGIN").update();
  }

  private static String name() {
    return url.replaceAll(".*/|\\?.*", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT curp AS \"idNumber\", kind AS \"idType\", born AS \"dob\"" + REFERENCE,
        "SELECT seen AS \"dob\"" + REFERENCE + " ORDER BY seen LIMIT 1;",
        "SELECT to_char(born, 'YYYY-MM-DD') AS dob -- of birth\n" + REFERENCE + " -- end",
        "SELECT curp AS \"idNumber\" FROM crm WHERE number = CAST(:?referenceId AS bigint)",
        "SELECT curp AS \"idNumber\" FROM crm WHERE number = :?referenceId::bigint",
        "WITH u AS (SELECT *" + REFERENCE + ") SELECT curp AS \"idNumber\" FROM u",
        "SELECT curp AS \"idNumber\"" + REFERENCE + " FOR SHARE"
      })
  void findsNothingWrong(String query) {
    UserDataDescription described = of(query);
    assertEquals(List.of(), described.mistakes());
    assertEquals(List.of(), described.warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT curp AS idNumber | a column idnumber, which M2M doesn't know: write AS \"idNumber\"",
        "SELECT curp AS \"name.secondname\" | write AS \"name.secondName\"",
        "SELECT born AS \"dateOfBirth\" | write AS \"dob\"",
        "SELECT curp | a column curp, which M2M doesn't know: write AS \"idNumber\"",
        "SELECT customer | a column customer, which M2M doesn't know: remove it",
        "SELECT born AS dob, seen AS dob | gives the column dob twice",
        "SELECT born AS AS dob | isn't a SELECT that PostgreSQL can run: syntax error at or near \"dob\"",
        "SELECT born AS dob, | isn't a SELECT that PostgreSQL can run: syntax error"
      })
  void stopsOnWhatItProvesWrong(String query, String sentence) {
    UserDataDescription described = of(query + REFERENCE);
    assertEquals(1, described.mistakes().size(), () -> described.mistakes().toString());
    assertTrue(described.mistakes().get(0).contains(sentence), described.mistakes().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT born AS dob FROM gone WHERE c = :?referenceId | table | relation \"gone\"",
        "WITH d AS (DELETE FROM crm RETURNING *) SELECT born AS dob FROM d WHERE customer = :?referenceId | other | changes data",
        "SELECT born AS dob FROM gone.crm WHERE c = :?referenceId | table | gone",
        "SELECT birth AS dob FROM crm WHERE customer = :?referenceId | column | \"birth\"",
        "SELECT born AS dob FROM crm WHERE number = :?referenceId | type | bigint = character varying",
        "SELECT born_at AS dob FROM crm WHERE customer = :?referenceId | type |"
            + " to_char(born_at AT TIME ZONE '<zone>'",
        "SELECT now() AS dob FROM crm WHERE customer = :?referenceId | type |"
            + " to_char(<expression> AT TIME ZONE '<zone>'",
        "SELECT number AS \"idNumber\" FROM crm WHERE customer = :?referenceId | type |"
            + " CAST(number AS text) AS \"idNumber\"",
        "SELECT rating AS \"idNumber\" FROM crm WHERE customer = :?referenceId | type |"
            + " CAST(CAST(rating AS numeric(30, 0)) AS text) AS \"idNumber\"",
        "SELECT number AS dob FROM crm WHERE customer = :?referenceId | type | int8; write a date"
      })
  void warnsOfWhatMayYetBePutRight(String query, String reason, String sentence) {
    UserDataDescription described = of(query);
    assertEquals(List.of(), described.mistakes());
    assertEquals(1, described.warnings().size(), () -> described.warnings().toString());
    assertEquals(reason, described.warnings().get(0).reason());
    assertTrue(
        described.warnings().get(0).sentence().contains(sentence),
        described.warnings().get(0).sentence());
  }

  @Test
  void warnsOfAMissingRight() {
    UserDataDescription described =
        UserDataDescription.of(
            new UserDataQuery("SELECT born AS dob" + REFERENCE),
            new DriverManagerDataSource(url.replaceAll("\\?.*", ""), "reader_of_" + name(), ""),
            true);
    assertEquals(List.of(), described.mistakes());
    assertEquals("right", described.warnings().get(0).reason());
  }

  @Test
  void warnsOfADatabaseThatIsAway() {
    UserDataDescription described =
        UserDataDescription.of(
            new UserDataQuery("SELECT born AS dob" + REFERENCE),
            new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/m2m", "postgres", ""),
            true);
    assertEquals(List.of(), described.mistakes());
    assertEquals("database", described.warnings().get(0).reason());
  }

  @Test
  void warnsOfATimestampThatIsReadAsJdbcDoes() {
    UserDataDescription described =
        UserDataDescription.of(
            new UserDataQuery("SELECT seen AS dob" + REFERENCE), database, false);
    assertTrue(described.warnings().get(0).sentence().contains("CAST(seen AS date)"));
  }

  @Test
  void runsNothingOfTheQuery() {
    UserDataDescription described = of("SELECT noted(curp) AS \"idNumber\"" + REFERENCE);
    assertEquals(List.of(), described.mistakes());
    assertEquals(List.of(), described.warnings());
    of("SELECT noted('x') AS \"idNumber\", :?referenceId AS \"idType\"");
    assertEquals(0, sql.sql("SELECT count(*) FROM calls").query(Integer.class).single());
  }

  @Test
  void waitsForNoLock() throws SQLException {
    try (Connection locker = database.getConnection()) {
      locker.setAutoCommit(false);
      locker.createStatement().execute("LOCK TABLE crm");
      long begin = System.nanoTime();
      UserDataDescription described = of("SELECT born AS dob" + REFERENCE);
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(6).toNanos());
      assertEquals(List.of(), described.mistakes());
      assertEquals("database", described.warnings().get(0).reason());
      locker.rollback();
    }
  }

  private static UserDataDescription of(String query) {
    return UserDataDescription.of(new UserDataQuery(query), database, true);
  }
}
