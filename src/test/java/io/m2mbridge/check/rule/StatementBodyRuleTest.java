package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementBodyRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: sql, parameters: {query: SELECT 1, useMessageBodyForSql: true, dataSource: \"#dataSource\"}}",
        "- to: \"sql:SELECT 1?useMessageBodyForSql=true&dataSource=#dataSource\"",
        "- to: jdbc:dataSource"
      })
  void findsTheEventAsAStatement(String yaml) {
    OwnStep.finding("event-in-sql", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"sql:INSERT INTO l VALUES (#)?dataSource=#dataSource&noop=true\"",
        "- to: \"sql:INSERT INTO l VALUES (1, #) ON CONFLICT DO NOTHING?dataSource=#dataSource\"",
        "- to: \"sql:UPDATE l SET n = # WHERE id = #?dataSource=#dataSource&noop=true\""
      })
  void findsAParameterThatTakesAPartOfTheBody(String yaml) {
    OwnStep.finding(
        "not-a-path", new EditedSite().insertBefore("event-operation-created", "place-hold", yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setBody: {constant: SELECT 1}\n- to: jdbc:dataSource",
        "- to: \"sql:SELECT 1?dataSource=#dataSource\"",
        "- setBody: {simple: \"${variable.data[operationId]}\"}\n- to: \"sql:SELECT n FROM l WHERE id = #?dataSource=#dataSource\"",
        "- to: \"sql:INSERT INTO l VALUES (:#${variable.linkId}) ON CONFLICT DO NOTHING?dataSource=#dataSource\"",
        "- to: \"sql:SELECT d #> '{a}' FROM l?dataSource=#dataSource\""
      })
  void allowsNamedValues(String yaml) {
    OwnStep.isRight(yaml);
  }
}
