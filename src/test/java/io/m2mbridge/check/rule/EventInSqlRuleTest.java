package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventInSqlRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- toD: \"sql:UPDATE t SET a = 1 WHERE id = '${variable.data[operationId]}'?noop=true\"",
        "- toD: {uri: sql, parameters: {query: 'DELETE FROM t WHERE id = :#${variable.data[operationId]}', noop: true}}",
        "- wireTap: {uri: \"sql:INSERT INTO t VALUES ('${body}')\"}",
        "- enrich: {simple: \"sql:SELECT a FROM t WHERE r = '${variable.referenceId}'\"}",
        "- setBody: {simple: \"INSERT INTO t VALUES ('${variable.data[operationId]}')\"}\n- to: jdbc:dataSource",
        "- setBody: {expression: {simple: {expression: \"select a\\n from t where a = '${header.a}'\"}}}\n- to: jdbc:dataSource",
        "- setHeader: {name: CamelSqlQuery, simple: \"delete from t where a = '${body}'\"}",
        "- setVariable: {name: r, variable: referenceId}\n- setBody: {simple: \"UPDATE t SET a = '${variable.r}'\"}\n- to: direct:site-jdbc"
      })
  void findsAValueInTheText(String yaml) {
    OwnStep.finding(
        "event-in-sql",
        OwnStep.of(yaml)
            .with(
                "site-jdbc",
                "- from:\n    uri: direct:site-jdbc\n    steps:\n      - to: jdbc:dataSource\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: sql, parameters: {query: 'SELECT a FROM t WHERE m = :#${variable.data[metadata][name]}', noop: true}}",
        "- to: 'sql:SELECT a FROM t WHERE r = CAST(:#${body} AS jsonb)?noop=true'",
        "- setBody: {constant: 'SELECT 1 FROM t WHERE r = :?referenceId'}\n- to: jdbc:dataSource?useHeadersAsParameters=true",
        "- setBody: {simple: 'SELECT a FROM ${properties:site.password} WHERE r = :?referenceId'}\n- to: jdbc:dataSource?useHeadersAsParameters=true",
        "- setBody: {simple: 'Update for ${variable.eventKey}: select one from the list'}\n- log: 'told ${variable.eventKey}'"
      })
  void allowsParametersAndText(String yaml) {
    OwnStep.isRight(yaml);
  }
}
