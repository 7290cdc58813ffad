package io.m2mbridge.check.rule;

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
}
