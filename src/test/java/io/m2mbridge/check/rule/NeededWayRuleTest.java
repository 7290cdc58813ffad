package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededWayRuleTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "reply-put, == 'retry', == 'failed'",
        "reply-put, ${variable.replyAttempt} == null, ${variable.replyAttempt} != null",
        "data-request-answer, == 'open', != 'open'",
        "data-request-reply, ${variable.fieldsSent} == '', ${variable.fieldsSent} != ''",
        "data-request-end, != 'fulfilled', == 'failed'",
        "notice-dispatch, != null, == null",
        "event-forward, == 'link.created', != 'link.created'",
        "event-forward, == 'link.opened', == 'link.clicked'",
        "event-forward, == 'quarantined', == 'quarantine'"
      })
  void findsAConditionThatTurnsAway(String route, String right, String wrong) {
    OwnStep.finding("step-missing", new EditedSite().edit(route, right, wrong));
  }

  @Test
  void allowsOtherFormsOfAConditionAndOthersAroundIt() {
    Found.nothing(
        new EditedSite()
            .edit("reply-put", "== 'retry'", "=~ 'RETRY'")
            .edit("data-request-answer", "== 'open'", "in 'open,late'")
            .insertBefore(
                "event-forward",
                "endpoint-by-event",
                "- filter: {simple: \"${variable.own} == 'x'\", steps: [{log: x}]}"));
  }
}
