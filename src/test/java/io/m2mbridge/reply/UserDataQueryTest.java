package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.apache.camel.component.jdbc.DefaultJdbcPrepareStatementStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataQueryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t WHERE r = :?referenceId",
        "select a from t where r = :?REFERENCEID;",
        "SELECT a FROM t WHERE r = :?referenceId OR s = :?referenceId ; \n -- the end\n;",
        "/* by /* hand */ */ SELECT a FROM t WHERE r = :?referenceId",
        "-- :?referenceId\nSELECT a FROM t WHERE r = :?referenceId",
        "SELECT a::text, b[1:2] FROM t WHERE r = CAST(:?referenceId AS bigint)",
        "SELECT a FROM t WHERE r = :?referenceId::bigint",
        "(SELECT a FROM t WHERE r = :?referenceId)",
        "WITH u AS (SELECT * FROM t WHERE r = :?referenceId) SELECT a FROM u",
        "VALUES (:?referenceId)",
        "SELECT a FROM data_of(:?referenceId)",
        "SELECT first_name(:?referenceId) AS a FROM generate_series(1, 1)",
        "SELECT :?referenceId AS a, b FROM t WHERE r = :?referenceId",
        "SELECT a FROM t WHERE lower(r) = lower(:?referenceId)",
        "SELECT 'a;b?', \"odd ; name?\", $$x ; ' ?$$, $q$;$$?$q$, E'\\';?' FROM t WHERE r = :?referenceId",
        "SELECT a FROM t WHERE doc ?? 'key' AND r = :?referenceId",
        "SELECT 'it''s; ?' FROM t WHERE r = :?referenceId"
      })
  void takesASelectByTheReference(String sql) {
    assertEquals(List.of(), new UserDataQuery(sql).mistakes(Set.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a FROM t | no parameter :?referenceId",
        "SELECT a FROM t WHERE r = ':?referenceId' | in quotes or in a comment",
        "SELECT a FROM t -- WHERE r = :?referenceId | in quotes or in a comment",
        "SELECT a FROM t /* WHERE r = :?referenceId */ | in quotes or in a comment",
        "SELECT a FROM t WHERE r = $$:?referenceId$$ | in quotes or in a comment",
        "SELECT a FROM t WHERE r = :#referenceId | with a question mark",
        "SELECT a FROM t WHERE r = :referenceId | with a question mark",
        "SELECT a FROM t WHERE r = :#${variable.referenceId} | with a question mark",
        "SELECT a FROM t WHERE r = ${variable.referenceId} | with a question mark",
        "SELECT a FROM t WHERE r = $1 | with a question mark",
        "SELECT a FROM t WHERE r LIKE :?referenceId | as a pattern",
        "SELECT a FROM t WHERE r ~* :?referenceId | as a pattern",
        "SELECT :?referenceId AS a, b FROM t LIMIT 1 | among its columns alone",
        "SELECT b, :?referenceId FROM t | among its columns alone",
        "SELECT a::text FROM t | WHERE <the user's reference>",
        "SELECT a FROM t WHERE r = ? | has a ? that nothing sets",
        "SELECT a FROM t WHERE r = :?referenceId AND doc ? 'key' | has a ? that nothing sets",
        "SELECT a FROM t WHERE r = :?reference_id | parameter :?reference_id, which nothing sets",
        "SELECT a FROM t WHERE r = :?referenceId AND l = :?linkId | :?linkId, which nothing sets",
        "SELECT ':?other' FROM t WHERE r = :?referenceId | :?other, which nothing sets",
        "DELETE FROM t WHERE r = :?referenceId RETURNING a | isn't a SELECT",
        "UPDATE t SET a = 1 WHERE r = :?referenceId RETURNING a | isn't a SELECT",
        "CALL p(:?referenceId) | isn't a SELECT",
        "SELECT a FROM t WHERE r = :?referenceId; DELETE FROM t | more than one statement",
        "SELECT 1; SELECT a FROM t WHERE r = :?referenceId | more than one statement"
      })
  void refusesWhatItsTextProvesWrong(String sql, String sentence) {
    List<String> mistakes = new UserDataQuery(sql).mistakes(Set.of());
    assertTrue(
        mistakes.stream().anyMatch(each -> each.contains(sentence)), () -> sql + " " + mistakes);
    mistakes.forEach(
        each -> assertTrue(each.startsWith("m2m.user-data.query (M2M_USER_DATA_QUERY) ")));
  }

  @Test
  void takesAParameterThatTheRouteSets() {
    String sql = "SELECT a FROM t WHERE r = :?referenceId AND l = :?linkId";
    assertEquals(List.of(), new UserDataQuery(sql).mistakes(Set.of("linkId")));
    assertEquals(1, new UserDataQuery("-- :?linkId\n" + sql).mistakes(Set.of("linkId")).size());
  }

  @Test
  void findsTheParametersThatCamelFinds() throws Exception {
    String sql = "SELECT ':?referenceId', a FROM t WHERE r = :?referenceId AND s = :?referenceId";
    UserDataQuery query = new UserDataQuery(sql);
    assertEquals(
        "SELECT * FROM (\n"
            + new DefaultJdbcPrepareStatementStrategy().prepareQuery(sql, true)
            + "\n) AS user_data WHERE false",
        query.withoutRows());
    assertEquals(2, query.parameters());
  }

  @Test
  void becomesATableWithoutWhatEndsAStatement() {
    assertEquals(
        "SELECT * FROM (\nSELECT a AS \"dob\" FROM t WHERE r = ? ORDER BY \"dob\"\n) AS user_data"
            + " WHERE false",
        new UserDataQuery(
                "SELECT a AS \"dob\" FROM t WHERE r = :?referenceId ORDER BY \"dob\" ; -- end\n;")
            .withoutRows());
  }

  @Test
  void readsALongQueryQuickly() {
    String sql = "SELECT '" + "x''".repeat(20_000) + "' /* " + "* / ".repeat(20_000) + "*/ ";
    assertEquals(
        List.of(), new UserDataQuery(sql + "FROM t WHERE r = :?referenceId").mistakes(Set.of()));
  }
}
