package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CONDITIONAL_EFFECT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalEffectRuleTest {
  private static EditedSite inCondition(String route, String step, String yaml) {
    EditedSite site = new EditedSite();
    String[] lines = site.text(route).split("\n", -1);
    StringBuilder own = new StringBuilder();
    int at = 0;
    while (!lines[at].strip().equals("id: " + step)) {
      at++;
    }
    int indent = lines[at - 1].indexOf('-');
    own.append(lines[at - 1].substring(indent)).append('\n');
    while (lines[at].isBlank() || lines[at].indexOf(lines[at].strip()) > indent) {
      own.append(lines[at].substring(indent)).append('\n');
      at++;
    }
    return site.putInPlaceOf(route, step, yaml + own.toString().strip().indent(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data?.get('amount')?.get('fee')} != null",
        "${variable.data[status]} == 'created'",
        "${variable.data?.get('amount')?.get('send')} > '100.00'",
        "${variable.run} == 1"
      })
  void findsAHoldOfSomeOperations(String condition) {
    Found.only(
        inCondition(
            "event-operation-created",
            "place-hold",
            "- filter:\n    id: some\n    simple: \"" + condition + "\"\n    steps:\n"),
        CONDITIONAL_EFFECT,
        "event-operation-created/some");
  }

  @Test
  void findsAReleaseOfSomeHolds() {
    Found.only(
        inCondition(
            "event-operation-cancelled",
            "release-hold",
            "- filter:\n    id: some\n    simple: \"${variable.data?.get('cancellationReason')} !="
                + " null\"\n    steps:\n"),
        CONDITIONAL_EFFECT,
        "event-operation-cancelled/some");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data[amount]} != null",
        "${variable.data?.get('amount')?.get('send')} != null",
        "${variable.event} == 'operation.created'",
        "'{{site.holds:on}}' == 'on'"
      })
  void allowsAConditionThatChangesNothingOrIsASwitch(String condition) {
    Found.nothing(
        inCondition(
            "event-operation-created",
            "place-hold",
            "- filter:\n    id: some\n    simple: \"" + condition + "\"\n    steps:\n"));
  }

  @Test
  void allowsAStatementForTheOthers() {
    Found.nothing(
        inCondition(
                "event-operation-created",
                "place-hold",
                "- filter:\n    simple: \"${variable.data[status]} == 'created'\"\n    steps:\n")
            .insertBefore(
                "event-operation-created",
                "notices-on-operation-created",
                "- filter:\n    simple: \"${variable.data[status]} != 'created'\"\n    steps:\n"
                    + "      - to: \"sql:INSERT INTO m2m_fund_holds (operation_id) VALUES"
                    + " (:#${variable.data[operationId]}) ON CONFLICT DO NOTHING?noop=true\""));
  }
}
