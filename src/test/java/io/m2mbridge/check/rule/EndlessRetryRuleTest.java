package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_REDELIVERY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndlessRetryRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {id: own, name: attempt, constant: 1}",
        "- set-variable: {id: own, name: attempt, expression: {constant: {expression: 1, resultType: int}}}",
        "- setVariables: {id: own, variables: [{name: mine, constant: a}, {name: attempt, simple: \"0\"}]}",
        "- filter: {simple: \"${variable.attempt} > 5\", steps: [{setVariable: {id: own, name: attempt, constant: 1}}]}",
        "- choice: {when: [{simple: \"${variable.data[operationId]} != 'x'\", steps: [{setVariable: {id: own, name: attempt, constant: 1}}]}]}",
        "- setVariable: {id: own, name: retryUntil, simple: \"${date:now+1h}\"}",
        "- setVariable: {id: own, name: retryUntil, groovy: \"java.time.Instant.now().plusSeconds(3600)\"}"
      })
  void findsWhatEachAttemptSetsAgain(String yaml) {
    Found.only(OwnStep.of(yaml), ENDLESS_REDELIVERY, "event-operation-created/own");
  }

  @Test
  void findsItInACalledRoute() {
    Found.only(
        OwnStep.of("- to: direct:ours")
            .with(
                "ours",
                "- route: {id: ours, from: {uri: \"direct:ours\", steps: ["
                    + "{setVariable: {id: own, name: attempt, constant: 1}}]}}\n"),
        ENDLESS_REDELIVERY,
        "ours/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- policy: {id: p, ref: outside-once, steps: [{to: \"http://a.internal\"}, {setVariable: {name: attempt, constant: 1}}]}",
        "- filter: {simple: \"${variable.effectsAt} == null\", steps: [{setVariable: {name: attempt, constant: 1}}]}",
        "- filter: {simple: \"${variable.mine} != null\", steps: [{stop: {}}]}\n"
            + "- setVariable: {name: attempt, constant: 1}",
        "- choice: {when: [{simple: \"${body[ended]}\", steps: [{log: ended}]}], otherwise: {steps:"
            + " [{setVariable: {name: attempt, constant: 1}}]}}",
        "- setVariable: {name: retryUntil, groovy: \"variables.receivedAt.plusSeconds(3600)\"}",
        "- setVariable: {name: retryUntil, simple: \"${null}\"}",
        "- setVariable: {name: ourDeadline, simple: \"${date:now+1h}\"}",
        "- setHeader: {name: attempt, variable: attempt}"
      })
  void allowsAnotherPartOfTheWorkAndADeadlineThatStays(String yaml) {
    Found.nothing(OwnStep.of(yaml));
  }
}
