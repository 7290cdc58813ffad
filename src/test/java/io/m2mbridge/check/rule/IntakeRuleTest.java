package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeRuleTest {
  @ParameterizedTest
  @CsvSource({
    "event-intake-kafka, autoCommitEnable: false, autoCommitEnable: true",
    "event-intake-kafka, breakOnFirstError: true, breakOnFirstError: false",
    "event-intake-kafka, autoOffsetReset: earliest, autoOffsetReset: latest",
    "event-intake-kafka, allowManualCommit: true, pollOnError: RECONNECT",
    "event-intake-send, requestRequiredAcks: all, requestRequiredAcks: 1"
  })
  void findsAnOptionThatLosesEvents(String route, String right, String wrong) {
    OwnStep.finding("step-missing", new EditedSite().edit(route, right, wrong));
  }

  @Test
  void allowsTheDefaultOfTheProducer() {
    Found.nothing(
        new EditedSite().edit("event-intake-send", "              requestRequiredAcks: all\n", ""));
  }
}
