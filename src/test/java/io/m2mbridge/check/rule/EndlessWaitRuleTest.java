package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndlessWaitRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- pollEnrich: {constant: \"file:in?fileName=a.txt\"}",
        "- poll-enrich: {timeout: -1, simple: \"file:in\"}",
        "- poll: {uri: \"file:in\", timeout: -1}",
        "- loop: {doWhile: true, constant: \"true\", steps: [{log: again}]}",
        "- loop: {doWhile: true, simple: \"true\", steps: [{log: again}]}",
        "- loop: {doWhile: true, simple: \"${variable.attempt} > 0\", steps: [{log: again}]}",
        "- delay: {constant: 3600000}",
        "- delay: {simple: \"${variable.data?.get('metadata')?.get('wait')}\"}",
        "- throttle: {constant: 1, timePeriodMillis: 3600000}",
        "- to: \"seda:ours?waitForTaskToComplete=Always&timeout=0\"",
        "- to: {uri: seda, parameters: {name: ours, waitForTaskToComplete: Always, timeout: -1}}",
        "- to: \"jms:queue:ask?exchangePattern=InOut&requestTimeout=0\""
      })
  void findsAStepThatMayHoldItsWorkerForEver(String yaml) {
    OwnStep.finding("endless-wait", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- pollEnrich: {timeout: 2000, constant: \"file:in?fileName=a.txt\"}",
        "- pollEnrich: {timeout: 0, constant: \"file:in?fileName=a.txt\"}",
        "- poll: {uri: \"file:in\"}",
        "- loop: {doWhile: true, simple: \"${variable.page} != null\", steps: [{log: again}]}",
        "- loop: {constant: 3, steps: [{log: again}]}",
        "- delay: {constant: 2000}",
        "- throttle: {constant: 10}",
        "- throttle: {constant: 1, timePeriodMillis: 3600000, rejectExecution: true}",
        "- to: \"seda:ours?waitForTaskToComplete=Always&timeout=60000\"",
        "- to: \"seda:ours?waitForTaskToComplete=Never&timeout=0\""
      })
  void allowsAStepWithALimit(String yaml) {
    OwnStep.isRight(yaml);
  }
}
