package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import org.junit.jupiter.api.Test;

class ReplyRuleTest {
  @Test
  void findsAReplyThatIsNotSentAgain() {
    OwnStep.finding(
        "swallowed-failure",
        new EditedSite().putInPlaceOf("reply-put", "try-again", "- log: not taken"));
  }

  @Test
  void allowsAnExceptionInACalledRoute() {
    Found.nothing(
        new EditedSite()
            .putInPlaceOf("reply-put", "try-again", "- to: direct:try-again")
            .with(
                "try-again",
                "- from:\n    uri: direct:try-again\n    steps:\n      - throwException: {exceptionType:"
                    + " io.m2mbridge.failure.TransientException, message: m}\n"));
  }

  @Test
  void findsThatNoReplyIsSentAgainWithinItsAttempt() {
    OwnStep.finding(
        "step-missing",
        new EditedSite()
            .edit("reply-send", "routeConfigurationId: reply-redelivery", "group: ours"));
    OwnStep.finding(
        "step-missing",
        new EditedSite().edit("on-failure", "maximumRedeliveries: 3", "maximumRedeliveries: 0"));
  }

  @Test
  void findsWhatGoesOnWithTheEvent() {
    Found.only(
        new EditedSite().edit("event-user-data-request", "- name: prefetched", "- name: other"),
        STEP_MISSING,
        "event-user-data-request");
    OwnStep.finding(
        "step-missing",
        new EditedSite().edit("event-user-data-request", "- name: retryUntil", "- name: other"));
  }

  @Test
  void allowsOtherWaysToForgetAndToTryAgain() {
    Found.nothing(
        new EditedSite()
            .putInPlaceOf(
                "event-user-data-request",
                "forget-what-was-answered",
                "- removeVariable: {name: \"*\"}"));
    Found.nothing(
        new EditedSite().edit("on-failure", "maximumRedeliveries: 3", "maximumRedeliveries: 1"));
  }
}
