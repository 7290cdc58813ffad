package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidEndpointRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- recipientList: {constant: \"http://a.internal,htttp://b.internal\", ignoreInvalidEndpoints: true}",
        "- toD: {uri: \"http://a.internal\", ignoreInvalidEndpoint: true}",
        "- enrich: {constant: \"http://a.internal\", ignoreInvalidEndpoint: \"true\"}"
      })
  void findsAnEndpointThatMayBeLeftOut(String yaml) {
    OwnStep.finding("swallowed-failure", yaml);
  }

  @Test
  void findsAPortThatNoServerHas() {
    OwnStep.finding("wrong-type", "- to: \"https://a.internal:80800/operations\"");
    OwnStep.isRight("- to: \"https://a.internal:8443/operations\"");
  }

  @Test
  void allowsTheOptionWhereItIsOff() {
    OwnStep.isRight(
        "- recipientList: {constant: \"http://a.internal\", ignoreInvalidEndpoints: false}");
  }
}
