package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownPropertyRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: \"${exchangeProperty.eventKey}\"",
        "- setHeader: {name: X-Key, exchangeProperty: eventKey}",
        "- setHeader: {name: X-Key, simple: \"op-${exchangeProperty[referenceId]}\"}",
        "- setVariable: {name: rate, constant: 1}\n- log: \"at ${exchangeProperty.rate}\""
      })
  void findsAVariableThatIsReadAsAProperty(String yaml) {
    OwnStep.finding("unknown-variable", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setProperty: {name: eventKey, variable: eventKey}\n- log: \"${exchangeProperty.eventKey}\"",
        "- log: \"${exchangeProperty.CamelToEndpoint}\"",
        "- log: \"${exchangeProperty.ours}\""
      })
  void allowsPropertiesThatAreSetOrOfCamel(String yaml) {
    OwnStep.isRight(yaml);
  }
}
