package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- delay: {constant: two}",
        "- throttle: {expression: {constant: {expression: many}}}",
        "- delay: {constant: 5s}",
        "- delay: {constant: \"1.5\"}",
        "- loop: {constant: three, steps: [{log: x}]}"
      })
  void findsWhatIsNoWholeNumber(String yaml) {
    OwnStep.finding("expression-syntax", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- delay: {constant: 2000}",
        "- delay: {simple: \"${variable.wait}\"}",
        "- throttle: {constant: \"{{m2m.dispatch.data-request-forwards}}\"}",
        "- loop: {doWhile: true, constant: \"false\", steps: [{log: x}]}"
      })
  void allowsNumbers(String yaml) {
    OwnStep.isRight(yaml);
  }
}
