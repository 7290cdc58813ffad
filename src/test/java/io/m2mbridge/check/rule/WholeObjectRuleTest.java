package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeObjectRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: X-Event, simple: \"${variable.data}\"}",
        "- setHeader: {name: X-Event, variable: data}",
        "- setHeader: {name: X-Amount, simple: \"${variable.data[amount]}\"}",
        "- setVariable: {name: forwardBody, simple: '{\"amount\": \"${variable.data[amount]}\"}'}",
        "- setVariable: {name: text, simple: \"to ${variable.data[amount][currency]}\"}",
        "- setBody: {simple: \"new: ${variable.data}\"}"
      })
  void findsAnObjectInAText(String yaml) {
    OwnStep.finding("not-a-path", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {name: forwardBody, variable: data}",
        "- setVariable: {name: amount, simple: \"${variable.data[amount]}\"}",
        "- setHeader: {name: X-Amount, simple: \"${variable.data[amount][send]}\"}",
        "- setHeader: {name: X-Has, simple: \"${variable.data[metadata]} != null\"}",
        "- setBody: {simple: \"${variable.data}\"}"
      })
  void allowsAFieldOrTheObjectItself(String yaml) {
    OwnStep.isRight(yaml);
  }
}
