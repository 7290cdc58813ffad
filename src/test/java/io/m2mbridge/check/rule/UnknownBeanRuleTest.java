package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownBeanRuleTest {
  @Test
  void namesTheBeanThatWasMeant() {
    String line =
        OwnStep.finding(
            "unknown-bean",
            new EditedSite().edit("event-link-created", "ref: effects-once", "ref: effect-once"));
    assertTrue(line.startsWith("routes/event-link-created.camel.yaml:13:18: "), line);
    assertTrue(line.contains("did you mean effects-once?"), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- bean: {ref: money, method: x}",
        "- process: {ref: '#money'}",
        "- process: {ref: '#bean:money'}",
        "- setBody: {simple: '${bean:money?method=format}'}",
        "- setBody: {method: {ref: money, method: x}}",
        "- to: 'bean:money?method=x'",
        "- to: {uri: 'sql:SELECT 1', parameters: {noop: true, dataSource: '#datasource'}}",
        "- to: 'sql:SELECT 1?noop=true&dataSource=#datasource'",
        "- to: {uri: 'http://x/', parameters: {httpClientConfigurer: '#bean:money'}}",
        "- policy: {ref: outside_once, steps: [{to: 'http://x/'}]}",
        "- enrich: {constant: 'http://x/', aggregationStrategy: '#money'}"
      })
  void findsABeanThatNobodyMakes(String yaml) {
    OwnStep.finding("unknown-bean", yaml);
  }

  @Test
  void findsABeanThatABeanNeeds() {
    OwnStep.finding(
        "unknown-bean",
        new EditedSite()
            .with(
                "site-beans",
                "- beans:\n    - name: mine\n      type: java.lang.Object\n      properties:\n        dataSource: '#bean:datasource'\n"));
  }

  @Test
  void findsAFolderWithoutBeansOnce() {
    OwnStep.finding("unknown-bean", new EditedSite().without("beans"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- bean: {ref: mapper, method: x}",
        "- process: {ref: '#bean:mapper'}",
        "- process: {ref: '#class:java.lang.Object'}",
        "- to: 'bean:java.util.Objects?method=hash'",
        "- to: {uri: 'http://x/', parameters: {authUsername: '#property:site.password'}}",
        "- to: {uri: 'sql:SELECT 1', parameters: {noop: true, dataSource: '#dataSource'}}",
        "- to: 'jdbc:dataSource'",
        "- setHeader: {name: channel, constant: '#payments'}",
        "- idempotentConsumer: {variable: eventKey, idempotentRepository: 'deliveries-{{m2m.deliveries.repository}}', steps: [{to: 'http://x/'}]}"
      })
  void allowsBeansOfFilesAndSettings(String yaml) {
    OwnStep.isRight(yaml);
  }
}
