package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class NoticeFailureRuleTest {
  private static final String ON_WHEN =
      "                onWhen:\n"
          + "                  simple:\n"
          + "                    expression: \"${variable.noticeId} == null\"\n";

  @Test
  void findsANoticeThatCountsAsSentThoughItFailed() {
    OwnStep.finding("swallowed-failure", new EditedSite().edit("notify-trouble", ON_WHEN, ""));
  }

  @Test
  void allowsABranchThatThrowsAgain() {
    Found.nothing(
        new EditedSite()
            .edit("notify-trouble", ON_WHEN, "")
            .insertBefore(
                "notify-trouble",
                "log-failed-notice",
                "- throwException: {exceptionType: java.lang.IllegalStateException, message: failed}"));
  }
}
