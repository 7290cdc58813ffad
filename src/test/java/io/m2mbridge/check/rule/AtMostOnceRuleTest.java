package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AT_MOST_ONCE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtMostOnceRuleTest {
  private static EditedSite with(String yaml) {
    return new EditedSite()
        .set("site.queue", "seda:ours?size=10")
        .with("ours", "- from:\n    uri: seda:ours\n    steps:\n      - to: http://a.internal\n")
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- wireTap: {id: own, uri: \"http://audit.internal\"}",
        "- wire-tap: {id: own, uri: \"direct:operation-notices\"}",
        "- to: {id: own, uri: \"seda:ours\"}",
        "- to: {id: own, uri: seda, parameters: {name: ours, waitForTaskToComplete: Never}}",
        "- to: {id: own, uri: \"{{site.queue}}\"}",
        "- toD: {id: own, uri: \"seda:ours\"}",
        "- aggregate: {id: own, constant: \"true\", completionSize: 100, steps: [{to: \"http://a.internal\"}]}",
        "- to: {id: own, uri: \"kafka:events?requestRequiredAcks=0\"}",
        "- to: {id: own, uri: \"jms:queue:x\", parameters: {deliveryPersistent: false}}",
        "- to: {id: own, uri: \"jms:queue:x?timeToLive=1000\"}",
        "- sample: {id: own, samplePeriod: 1000}",
        "- onCompletion: {id: own, steps: [{to: \"http://a.internal\"}]}"
      })
  void findsWhatTakesTheEventInMemory(String yaml) {
    Found.only(with(yaml), AT_MOST_ONCE, "event-operation-created/own");
  }

  @Test
  void findsTheQueueOfASettingOnce() {
    Found.only(
        with("- log: m").set("m2m.forward.default", "seda:ours"),
        AT_MOST_ONCE,
        "event-forward/endpoint-of-quarantined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: seda, parameters: {name: ours, waitForTaskToComplete: Always}}",
        "- to: {uri: \"seda:ours?waitForTaskToComplete=Always&timeout=1000\"}",
        "- to: {uri: seda, parameters: {name: notify-trouble, waitForTaskToComplete: Never}}",
        "- to: \"kafka:events?requestRequiredAcks=all\"",
        "- multicast: {steps: [{to: \"http://a.internal\"}, {to: \"file:out\"}]}",
        "- split: {simple: \"${body}\", steps: [{to: \"http://a.internal\"}]}"
      })
  void allowsWhatTheEventWaitsFor(String yaml) {
    Found.nothing(with(yaml));
  }

  @Test
  void allowsThemWhereNoEventPasses() {
    Found.nothing(
        new EditedSite()
            .with(
                "ours",
                "- from:\n    uri: sql:SELECT 1\n    steps:\n      - wireTap: {uri: \"http://a.internal\"}\n"));
  }
}
