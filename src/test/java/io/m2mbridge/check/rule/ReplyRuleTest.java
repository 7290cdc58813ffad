package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyRuleTest {
  @ParameterizedTest
  @CsvSource({
    "event-user-data-request, answer-data-request",
    "data-request-answer, gather-and-reply",
    "data-request-reply, send-reply",
    "reply-put, put-to-m2m",
    "reply-call, put-reply"
  })
  void findsARequestThatIsNotAnswered(String route, String step) {
    OwnStep.finding("effect-missing", new EditedSite().putInPlaceOf(route, step, "- log: nothing"));
  }

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
}
