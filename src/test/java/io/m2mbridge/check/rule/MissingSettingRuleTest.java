package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingSettingRuleTest {
  @Test
  void namesFileLineRouteAndSetting() {
    String line =
        OwnStep.finding("missing-setting", "- to:\n    id: tell\n    uri: '{{site.url}}'");
    assertTrue(
        line.startsWith(
            "routes/event-operation-created.camel.yaml:53:18: event-operation-created/tell: the setting"
                + " site.url has no value"),
        line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: 'http://{{site.host}}/x'",
        "- to: {uri: 'http://x/', parameters: {connectTimeout: '{{site.timeout}}'}}",
        "- setBody: {simple: '${properties:site.text}'}",
        "- setBody: {constant: '{{site.text}}'}",
        "- log: '{{site.text}}'",
        "- to: '{{site.a:{{site.b}}}}'",
        "- throttle: {constant: '{{site.number}}'}"
      })
  void findsAPlaceholderWithoutAValue(String yaml) {
    OwnStep.finding("missing-setting", yaml);
  }

  @Test
  void findsASettingThatNamesAnother() {
    OwnStep.finding(
        "missing-setting",
        OwnStep.of("- to: '{{site.one}}'").set("site.one", "http://{{site.other}}/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: '{{site.ledger.url}}'",
        "- to: '{{site.url:http://x/}}'",
        "- to: '{{site.url:{{site.ledger.url}}}}'",
        "- to: {uri: 'http://x/', parameters: {connectTimeout: '{{?site.timeout}}'}}",
        "- setBody: {constant: '{{env:HOME}} {{sys:user.home}} {{secret:db/password}} {{aws:x}}'}",
        "- setBody: {simple: '${properties:site.text:none}'}",
        "- log: {message: x, description: 'set {{site.text}}'}"
      })
  void allowsValuesDefaultsAndFunctions(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void leavesTemplatesToTheirParameters() {
    assertEquals(
        List.of(),
        new EditedSite()
            .with(
                "site",
                "- routeTemplate:\n    id: t\n    parameters: [{name: q}]\n    from:\n      uri: 'direct:{{q}}'\n      steps:\n        - to: 'http://{{q}}/'\n")
            .lines());
  }
}
