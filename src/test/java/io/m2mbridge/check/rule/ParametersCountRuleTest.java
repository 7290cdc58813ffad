package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersCountRuleTest {
  private static final String STEP =
      "- to: {id: own, uri: sql, parameters: {query: \"%s\", parametersCount: %s}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO l VALUES (:#${variable.data[operationId]}, :#${variable.referenceId}) | 1",
        "UPDATE l SET a = :#${variable.data?[amount]?[send]} | 2",
        "SELECT 1 | 1",
        "classpath:sql/notice.sql | 2"
      })
  void findsAnotherNumber(String query, String count) {
    OwnStep.finding("parameters-count", STEP.formatted(query, count));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO l VALUES (:#${variable.data[operationId]}, ':#x') | 1",
        "SELECT CAST(:#${body} AS jsonb) #>> '{data}' | 3",
        "SELECT 1 FROM l WHERE id IN (:#in:ids) | 3",
        "classpath:sql/notice.sql | 3",
        "file:sql/not-there.sql | 3",
        "SELECT 1 | {{site.count:0}}"
      })
  void allowsTheNumberAndWhatCantBeCounted(String query, String count) {
    OwnStep.isRight(STEP.formatted(query, "'" + count + "'"));
  }
}
