package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardBodyRuleTest {
  private static final String SET = "- setVariable: {name: %s, variable: data}";

  @ParameterizedTest
  @ValueSource(strings = {"fowardBody", "forwardbody", "noticeWhenDed", "retryAftr"})
  void findsAMisspeltVariableOfTheBridge(String name) {
    OwnStep.finding("unknown-variable", SET.formatted(name));
    OwnStep.finding(
        "unknown-variable", "- setVariables: {variables: [{name: " + name + ", constant: x}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"forwardBody", "forwarded", "notices", "masked"})
  void allowsOthers(String name) {
    OwnStep.isRight(SET.formatted(name));
  }

  @Test
  void allowsASimilarNameThatIsRead() {
    OwnStep.isRight(SET.formatted("fowardBody") + "\n- log: \"${variable.fowardBody}\"");
  }

  @Test
  void findsAForwardBodyAfterTheForward() {
    OwnStep.finding(
        "body-changed",
        new EditedSite()
            .putInPlaceOf(
                "event-unknown",
                "forward-unknown-once",
                "- to: direct:event-forward\n" + SET.formatted("forwardBody")));
  }

  @Test
  void allowsOneBetweenTwoForwards() {
    OwnStep.isRight("- to: direct:event-forward\n" + SET.formatted("forwardBody"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- unmarshal: {json: {}}",
        "- unmarshal: {json: {library: Jackson}}\n- marshal: {json: {}}"
      })
  void findsAmountsThatLoseDigits(String steps) {
    OwnStep.finding(
        "amounts-changed", steps + "\n- setVariable: {name: forwardBody, simple: \"${body}\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: http://rates.internal/\n- unmarshal: {json: {}}",
        "- unmarshal: {json: {enableFeatures: USE_BIG_DECIMAL_FOR_FLOATS}}",
        "- setBody: {simple: x}"
      })
  void allowsOtherBodies(String steps) {
    OwnStep.isRight(steps + "\n- setVariable: {name: forwardBody, simple: \"${body}\"}");
  }
}
