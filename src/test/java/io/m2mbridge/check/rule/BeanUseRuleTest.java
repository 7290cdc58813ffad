package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeanUseRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- process: {ref: effects-once}",
        "- process: {ref: \"#bean:outside-once\"}",
        "- bean: {ref: own-transaction}",
        "- policy: {id: p, ref: verify-signature, steps: [{log: x}]}"
      })
  void findsABeanInAStepOfAnotherKind(String yaml) {
    OwnStep.finding("unknown-bean", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- process: {ref: build-reply}",
        "- policy: {id: p, ref: outside-once, steps: [{log: x}]}",
        "- policy: {id: p, ref: ours, steps: [{log: x}]}"
      })
  void allowsABeanInItsOwn(String yaml) {
    OwnStep.isRight(yaml);
  }
}
