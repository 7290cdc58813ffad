package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeverTrueRuleTest {
  private static List<String> lines(String route, String condition) {
    return new EditedSite()
        .insertBefore(
            route,
            "forward-" + route.substring("event-".length()) + "-once",
            "- filter:\n    simple: \"" + condition + "\"\n    steps:\n      - log: seen\n")
        .lines();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "'a' == 'b' @ put what you want to compare",
        "'variable.event' == 'operation.created' @ put what you want to compare",
        "${variable.event} == ${variable.event} @ put what you want to compare",
        "${variable.data[amount][send]} > 'high' @ compare it with a number",
        "${variable.data[amount][send]} == '100' @ write 100.00 without quotes",
        "${variable.data[linkId]} == 'null' @ write null without quotes",
        "${variable.data[amount]} > 1000 @ compare one of its fields: send",
        "${variable.attempt} == 'first' @ compare it with a number",
        "${variable.data[status]} == 'canceled' @ did you mean 'cancelled'?",
        "${variable.data[status]} != 'CREATED' @ did you mean 'created'?",
        "${variable.data[status]} in 'created,done' @ write one of",
        "${variable.data[amount][currency][send]} == 'usd' @ write the code of ISO 4217",
        "${variable.data[amount][currency][send]} == '$' @ write the code of ISO 4217",
        "${variable.event} == 'link.created' @ put the step into the route of link.created",
        "${variable.outcome} == 'accept' @ did you mean 'accepted'?",
        "${variable.linkId} == 'a' && ${variable.linkId} == 'b' @ write || in place of &&",
        "${variable.linkId} != 'a' || ${variable.linkId} != 'b' @ write && in place of ||"
      })
  void findsAConditionThatIsNeverMet(String condition, String advice) {
    List<String> lines = lines("event-operation-created", condition);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("[never-true]"), lines.get(0));
    assertTrue(lines.get(0).contains(": " + advice), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> 1000",
        "range '100..250'",
        "> '1000'",
        "<= 99",
        "<= 99.5",
        ">= 99.5",
        "< 99.5",
        "== 100",
        "!= 100"
      })
  void warnsWhereAnAmountIsComparedWithoutItsDecimals(String comparison) {
    List<String> lines =
        lines("event-operation-created", "${variable.data[amount][send]} " + comparison);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("[amount-comparison]"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'{{m2m.deliveries.repository}}' == 'jdbc'",
        "${variable.data[amount][send]} > '1000.00'",
        "${variable.data[amount][send]} == 100.00",
        "${variable.data[amount][send]} >= 1000",
        "${variable.data[amount][send]} < '1000'",
        "${variable.data[amount][send]} == null",
        "${variable.data[amount][currency][send]} in 'USD, MXN'",
        "${variable.data[status]} == 'created'",
        "${variable.data[status]} contains 'cre'",
        "${variable.outcome} == 'accepted'",
        "${variable.data[amount]} == null",
        "${variable.data[metadata][shop]} == 'north'",
        "${variable.event} == 'operation.created'",
        "${variable.data[referenceId]} == ${variable.referenceId}",
        "${variable.linkId} == 'a' || ${variable.linkId} == 'b'",
        "${variable.linkId} != 'a' && ${variable.linkId} != 'b'"
      })
  void allowsWhatMayBeMet(String condition) {
    assertEquals(List.of(), lines("event-operation-created", condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.event} == 'operation.completed'",
        "${variable.data[status]} == 'completed'"
      })
  void allowsWhatAnUnknownEventHas(String condition) {
    assertEquals(List.of(), lines("event-unknown", condition));
  }
}
