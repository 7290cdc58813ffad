package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: X-API-Key, simple: '{{m2m.api.key}}'}",
        "- setHeader: {name: x-api-key, simple: '${properties:m2m.api.key}'}",
        "- setHeaders: {headers: [{name: Key, simple: '${env:M2M_API_KEY}'}]}",
        "- setHeader: {name: X-API-Key, variable: key}",
        "- setVariable: {name: secret, constant: '{{m2m.webhook.secret}}'}",
        "- to: 'http://x/?key={{m2m.api.key}}'",
        "- log: '{{m2m.api.key}}'"
      })
  void findsTheKeyOutsideItsBean(String yaml) {
    OwnStep.finding("api-key", yaml);
  }

  @Test
  void findsItInABeanOfASitesOwn() {
    OwnStep.finding(
        "api-key",
        new EditedSite()
            .with(
                "site-beans",
                "- beans:\n    - name: mine\n      type: java.lang.Object\n      properties:\n        apiKey: '#property:m2m.api.key'\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: X-API-Key, simple: '{{site.password}}'}",
        "- removeHeader: {name: X-API-Key}",
        "- log: {message: x, description: Sends no m2m.api.key.}",
        "- filter:\n    simple: \"${header.X-API-Key} == '{{site.password}}'\"\n    steps: [{stop: {}}]"
      })
  void allowsKeysOfASitesOwnServices(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void allowsTheBeanThatGuardsIt() {
    assertEquals(
        List.of(),
        new EditedSite()
            .edit(
                "beans",
                "        apiKey: \"#property:m2m.api.key\"",
                "        apiKey: \"{{m2m.api.key}}\"")
            .lines());
  }
}
