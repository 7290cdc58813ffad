package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataQueryRuleTest {
  private static final String SETTING = "m2m.user-data.query";

  private static List<String> lines(String query) {
    return new EditedSite().set(SETTING, query).lines();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "SELECT id_number AS idNumber FROM u WHERE r = :?referenceId @ write AS \"idNumber\"",
        "SELECT id_number FROM u WHERE r = :?referenceId @ write AS \"idNumber\"",
        "SELECT u.dob, u.curp AS \"idnumber\" FROM u WHERE r = :?referenceId @ write AS \"idNumber\"",
        "SELECT a \"name.secondname\" FROM u WHERE r = :?referenceId @ write AS \"name.secondName\"",
        "SELECT coalesce(a, 'from, x') AS \"idNumber\", b AS \"birthdate\" FROM u WHERE r = :?referenceId @ write AS \"dob\"",
        "SELECT a AS \"dob\", b AS \"dob\" FROM u WHERE r = :?referenceId @ remove one of them",
        "SELECT a AS \"idNumber\" FROM u WHERE r = :#referenceId @ write it as :?referenceId",
        "SELECT a AS \"idNumber\" FROM u @ write WHERE",
        "SELECT a AS \"idNumber\" FROM u WHERE r = :?reference @ write :?referenceId",
        "SELECT a AS \"idNumber\" FROM u WHERE r = ':?referenceId' @ it is in quotes",
        "SELECT to_char(born, 'DD/MM/YYYY') AS \"dob\" FROM u WHERE r = :?referenceId @ write 'YYYY-MM-DD'",
        "UPDATE u SET a = 1 WHERE r = :?referenceId @ write one SELECT",
        "resource:file:sql/user.sql @ write AS \"idNumber\""
      })
  void findsAMistakeInTheText(String query, String advice) {
    List<String> lines =
        new EditedSite()
            .set(SETTING, query)
            .withResource(
                "file:sql/user.sql", "SELECT a AS \"idnumber\"\nFROM u WHERE r = :?referenceId\n")
            .lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("[user-data-query]"), lines.get(0));
    assertTrue(lines.get(0).contains(": " + advice), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT curp AS \"idNumber\", 'CURP' AS \"idType\", to_char(born_at AT TIME ZONE 'America/Mexico_City', 'YYYY-MM-DD') AS \"dob\" FROM customers WHERE customer_id = :?referenceId",
        "SELECT c.curp \"idNumber\", p.dob FROM c JOIN p USING (id) WHERE c.id = :?referenceId",
        "SELECT to_char(to_date(born, 'DD/MM/YYYY'), 'YYYY-MM-DD') AS \"dob\", extract(year from now()) || '' AS \"idType\" FROM u WHERE r = :?referenceId",
        "WITH u AS (SELECT 1 AS x) SELECT a AS \"dob\" FROM u WHERE r = :?referenceId",
        "SELECT CASE WHEN a THEN b ELSE c END AS \"idType\" FROM u WHERE r = :?referenceId",
        "SELECT DISTINCT a AS \"idType\" FROM (SELECT x AS a FROM y) z WHERE r = :?referenceId"
      })
  void allowsAQueryThatWorks(String query) {
    assertEquals(List.of(), lines(query));
  }

  @Test
  void leavesALookUpOfTheSitesOwnAlone() {
    assertEquals(
        List.of(),
        new EditedSite()
            .set(SETTING, "nonsense")
            .replace(
                "user-data-lookup",
                "- route:\n    id: user-data-lookup\n    from:\n      uri: direct:user-data-lookup\n      steps:\n        - to: http://crm.internal/user\n        - unmarshal:\n            json: {}\n")
            .lines());
  }

  @Test
  void checksAQueryInTheRoute() {
    List<String> lines =
        new EditedSite()
            .edit(
                "user-data-lookup",
                "\"{{m2m.user-data.query}}\"",
                "SELECT a AS b FROM u WHERE r = :?referenceId")
            .lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("routes/user-data-lookup.camel.yaml:20:"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM my_view WHERE reference = :?referenceId",
        "SELECT u.*, 'CURP' AS \"idType\" FROM u WHERE r = :?referenceId"
      })
  void warnsOfEveryColumn(String query) {
    OwnStep.finding("every-column", new EditedSite().set(SETTING, query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant:\n                expression: user_1",
        "variable:\n                expression: linkId",
        "simple:\n                expression: \"${variable.eventKey}\""
      })
  void findsAnotherUser(String expression) {
    OwnStep.finding(
        "user-data-query",
        new EditedSite()
            .edit(
                "user-data-lookup",
                "variable:\n                expression: referenceId",
                expression));
  }

  @Test
  void findsAQueryWithoutItsUser() {
    OwnStep.finding(
        "user-data-query",
        new EditedSite().edit("user-data-lookup", "name: referenceId", "name: reference"));
    OwnStep.finding(
        "user-data-query", new EditedSite().putInPlaceOf("user-data-lookup", "name-user", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple:\n                expression: \"${variable.referenceId.trim()}\"",
        "method:\n                ref: mapper"
      })
  void allowsAReferenceThatIsChanged(String expression) {
    assertEquals(
        List.of(),
        new EditedSite()
            .edit(
                "user-data-lookup",
                "variable:\n                expression: referenceId",
                expression)
            .lines());
  }
}
