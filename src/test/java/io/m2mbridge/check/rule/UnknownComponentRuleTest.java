package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownComponentRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- to: 'htttp://ledger.internal/' | did you mean http",
        "- to: {uri: htttps://ledger.internal/} | did you mean https",
        "- toD: 'kafak:m2m-${variable.event}' | did you mean kafka",
        "- wireTap: {uri: 'seada:x'} | did you mean seda",
        "- recipientList: {constant: 'htp://x/'} | did you mean http",
        "- to: 'quartz:report' | camel-quartz",
        "- filter: {mvel: 'true', steps: [{log: x}]} | camel-mvel",
        "- unmarshal: {json: {library: Gson}} | camel-gson",
        "- to: 'ledger.internal/operations' | http://ledger.internal/operations",
        "- to: 'ledger.internal:8080/operations' | http://ledger.internal:8080/operations"
      })
  void saysWhatToWrite(String yaml, String advice) {
    String line = OwnStep.finding("unknown-component", yaml);
    assertTrue(line.contains(advice), line);
  }

  @Test
  void tellsTheEndpointOfASettingOnce() {
    String line =
        OwnStep.finding(
            "unknown-component",
            new EditedSite().set("m2m.forward.default", "htttp://ledger.internal/"));
    assertTrue(line.contains("htttp of the setting m2m.forward.default"), line);
    assertTrue(line.contains("did you mean http?"), line);
  }

  @Test
  void allowsAComponentThatASettingMakes() {
    OwnStep.isRight("- to: mapper:x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: http://ledger.internal/operations",
        "- to: '{{site.ledger.url}}'",
        "- toD: '{{site.ledger.url}}/${variable.referenceId}'",
        "- recipientList: {method: {ref: mapper, method: targets}}",
        "- setVariable: {name: targets, constant: 'http://a/'}\n- recipientList: {variable: targets}",
        "- to: {uri: direct, parameters: {name: event-forward}}"
      })
  void allowsWhatIsOnTheClassPath(String yaml) {
    OwnStep.isRight(yaml);
  }
}
