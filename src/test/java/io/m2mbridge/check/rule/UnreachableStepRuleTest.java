package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNREACHABLE_STEP;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreachableStepRuleTest {
  private static final String ROUTE = "event-operation-created";
  private static final String FORWARD = "forward-operation-created-once";
  private static final String THROW =
      "throwException: {exceptionType: java.lang.IllegalStateException, message: m}";

  private static EditedSite with(String yaml) {
    return new EditedSite()
        .with(
            "ours",
            "- from:\n    uri: direct:ours\n    steps:\n      - log: ours\n      - stop: {}\n")
        .insertBefore(ROUTE, FORWARD, yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- stop: {}",
        "- stop",
        "- " + THROW,
        "- rollback: {message: m}",
        "- pipeline:\n    steps:\n      - stop: {}",
        "- filter: {simple: \"${variable.event} == 'operation.created'\", steps: [{stop: {}}]}",
        "- filter: {simple: \"${variable.eventKey} != null\", steps: [{log: m}, {stop: {}}]}",
        "- filter: {simple: \"${variable.attempt} >= 1\", steps: [{to: \"direct:ours\"}]}",
        "- filter: {constant: \"true\", steps: [{stop: {}}]}",
        "- filter: {simple: \"${variable.event} startsWith 'operation'\", steps: [{stop: {}}]}",
        "- choice: {when: [{simple: \"${variable.event} == 'operation.created'\", steps: [{stop: {}}]}]}",
        "- to: direct:ours",
        "- doTry:\n    steps:\n      - stop: {}\n    doCatch:\n      - exception: [java.lang.Exception]\n",
        "- choice:\n    when:\n      - simple: \"${variable.attempt} == 1\"\n        steps:\n          - stop: {}\n"
            + "    otherwise:\n      steps:\n        - "
            + THROW
      })
  void findsWhatFollowsAnEnd(String yaml) {
    Found.only(with(yaml), UNREACHABLE_STEP, ROUTE + "/" + FORWARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- filter:\n    constant: \"false\"\n    steps:\n      - log: {id: own, message: m}",
        "- filter: {simple: \"${variable.event} != 'operation.created'\", steps: [{to: {id: own, uri: \"http://a.internal\"}}]}",
        "- filter:\n    simple: {expression: \"false\"}\n    steps:\n      - log: {id: own, message: m}",
        "- choice:\n    when:\n      - {id: own, constant: \"false\", steps: [{log: m}]}\n",
        "- choice:\n    when:\n      - {simple: \"true\", steps: [{log: m}]}\n    otherwise: {id: own, steps: [{log: m}]}",
        "- choice:\n    when:\n      - {simple: \"${variable.attempt} == 1\", steps: [{log: m}]}\n"
            + "      - {id: own, simple: \"${variable.attempt} == 1\", steps: [{log: m}]}"
      })
  void findsABranchThatNothingOpens(String yaml) {
    Found.only(with(yaml), UNREACHABLE_STEP, ROUTE + "/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- filter:\n    simple: \"${variable.data[amount]} == null\"\n    steps:\n      - log: none\n      - stop: {}",
        "- choice:\n    when:\n      - simple: \"${variable.attempt} == 1\"\n        steps:\n          - stop: {}",
        "- filter: {simple: \"${variable.event} == 'operation.created' && ${variable.linkId} == 'a'\", steps: [{stop: {}}]}",
        "- filter: {simple: \"${variable.referenceId} != null\", steps: [{stop: {}}]}",
        "- filter: {simple: \"'{{m2m.deliveries.repository}}' == 'jdbc'\", steps: [{stop: {}}]}",
        "- filter: {simple: \"${variable.event} == 'operation.created'\", steps: [{log: m}]}",
        "- stop: {disabled: true}",
        "- rollback: {markRollbackOnly: true}",
        "- split:\n    simple: \"${body}\"\n    steps:\n      - stop: {}",
        "- filter:\n    simple: \"{{site.audit:false}}\"\n    steps:\n      - log: m",
        "- filter:\n    constant: \"true\"\n    steps:\n      - log: m",
        "- doTry:\n    steps:\n      - log: m\n    doCatch:\n      - exception: [java.lang.Exception]\n"
            + "        steps:\n          - "
            + THROW
      })
  void allowsAnEndForSomeEvents(String yaml) {
    Found.nothing(with(yaml));
  }

  @Test
  void findsItInAnyRoute() {
    Found.only(
        new EditedSite().insertBefore("notify", "where-to", "- stop: {}"),
        UNREACHABLE_STEP,
        "notify/where-to");
  }
}
