package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.REPEATED_CALL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedCallRuleTest {
  private static final String A = "{to: {id: a, uri: \"http://a.internal\"}}";
  private static final String B = "{to: {id: b, uri: \"http://b.internal\"}}";

  private static String once(String... steps) {
    return "- policy: {id: both, ref: outside-once, steps: [" + String.join(", ", steps) + "]}";
  }

  @Test
  void findsTwoCallsThatOnePolicyRemembers() {
    Found.only(OwnStep.of(once(A, B)), REPEATED_CALL, "event-operation-created/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"http://a.internal\"\n- to: \"http://b.internal\"",
        "- to: \"http://a.internal\"\n- policy: {id: b, ref: outside-once, steps: [{to: \"http://b.internal\"}]}",
        "- multicast: {parallelProcessing: true, steps: [{to: \"http://a.internal\"}, {to: \"http://b.internal\"}]}",
        "- split: {simple: \"${variable.parts}\", steps: [{to: \"http://a.internal\"}]}",
        "- loop: {constant: 3, steps: [{toD: \"http://a.internal/${variable.linkId}\"}]}",
        "- to: direct:ours\n- to: \"jms:queue:x\"",
        "- policy: {id: p, ref: outside-once, steps: [{to: \"direct:ours\"}, {to: \"kafka:x\"}]}",
        "- filter: {simple: \"${variable.run} > 1\", steps: [{to: \"http://a.internal\"}]}\n- to: \"http://b.internal\"",
        "- to: \"file:out?fileName=all.txt&fileExist=Append\"\n- to: \"http://b.internal\""
      })
  void findsACallBeforeAnotherOne(String yaml) {
    OwnStep.finding(
        "repeated-call",
        OwnStep.of(yaml)
            .with(
                "ours",
                "- from:\n    uri: direct:ours\n    steps:\n      - to: http://a.internal\n"));
  }

  @Test
  void findsACallBeforeAForwardThatIsSet() {
    OwnStep.finding(
        "repeated-call",
        OwnStep.of("- to: \"http://a.internal\"")
            .set("m2m.operation-created.forward", "http://ledger.internal"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {id: own, uri: \"direct:event-forward\"}",
        "- to: {id: own, uri: direct, parameters: {name: event-forward}}",
        "- filter: {simple: \"${variable.run} > 1\", steps: [{to: {id: own, uri: \"direct:event-forward\"}}]}"
      })
  void findsAForwardThatNothingNotes(String yaml) {
    EditedSite site =
        new EditedSite()
            .putInPlaceOf("event-operation-created", "forward-operation-created-once", yaml);
    Found.nothing(site);
    Found.only(
        site.set("m2m.operation-created.forward", "http://ledger.internal"),
        REPEATED_CALL,
        "event-operation-created/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"http://a.internal\"",
        "- policy: {id: a, ref: outside-once, steps: [{to: \"http://a.internal\"}]}\n"
            + "- policy: {id: b, ref: outside-once, steps: [{to: \"http://b.internal\"}]}",
        "- multicast: {steps: [{to: \"file:out?fileName=a.json\"}, {to: \"http://b.internal\"}]}",
        "- choice: {when: [{simple: \"${variable.run} > 1\", steps: [{to: \"http://a.internal\"}]}],"
            + " otherwise: {steps: [{to: \"http://b.internal\"}]}}",
        "- setHeader: {name: Idempotency-Key, variable: eventKeyEncoded}\n"
            + "- to: \"http://a.internal\"\n- to: \"http://b.internal\"",
        "- policy: {id: p, ref: outside-once, steps: [{loadBalance: {failoverLoadBalancer: {},"
            + " steps: [{to: \"http://a.internal\"}, {to: \"http://b.internal\"}]}}]}",
        "- to: \"http://a.internal?httpMethod=GET\"\n- to: \"http://b.internal\"",
        "- to: \"http://a.internal?httpMethod=PUT\"\n- to: \"http://b.internal\"",
        "- to: {uri: \"http://a.internal\", variableReceive: rate}\n- to: \"http://b.internal\"",
        "- split: {simple: \"${variable.parts}\", steps: [{policy: {id: p, ref: outside-once, steps:"
            + " [{to: \"http://a.internal\"}]}}]}",
        "- doTry: {steps: [{to: \"http://a.internal\"}], doCatch: [{exception: [java.lang.Exception],"
            + " steps: [{to: \"http://b.internal\"}]}]}",
        "- wireTap: {uri: \"http://a.internal\"}\n- to: \"http://b.internal\""
      })
  void allowsCallsThatHarmNobodyIfTheyAreRepeated(String yaml) {
    OwnStep.isRight(yaml);
  }
}
