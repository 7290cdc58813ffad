package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticRuleTest {
  private static final String SET = "- setVariable: {name: total, simple: \"%s\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data[amount][send]} + ${variable.data[amount][fee]}",
        "${variable.data[amount][send]} * 0.16",
        "${sum(${variable.data[amount][send]},${variable.data[amount][fee]})}"
      })
  void findsAnAmountThatIsNotCalculated(String text) {
    OwnStep.finding("amounts-changed", SET.formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.Integer", "double"})
  void findsATypeThatLosesDigits(String type) {
    OwnStep.finding("amounts-changed", typed(type));
  }

  @Test
  void allowsADecimalType() {
    OwnStep.isRight(typed("java.math.BigDecimal"));
  }

  private static String typed(String type) {
    return "- setVariable: {name: sent, simple: {expression: \"${variable.data[amount][send]}\","
        + " resultType: "
        + type
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data[amount][send]}",
        "${variable.data[operationId]} - ${variable.linkId}",
        "${variable.data[amount][send]} ${variable.data[amount][currency][send]}"
      })
  void allowsATextOfValues(String text) {
    OwnStep.isRight(SET.formatted(text));
  }
}
