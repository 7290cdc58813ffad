package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesRuleTest {
  @ParameterizedTest
  @CsvSource({
    "notice-dispatch, by-urgency, - log: a notice",
    "notice-dispatch, to-notify, - log: news",
    "notify-trouble, try-notice, - log: trouble",
    "notify-trouble, tell-of-trouble, - log: trouble",
    "notify, where-to, '- setVariable: {name: a, constant: b}'"
  })
  void findsARouteThatSendsNothing(String route, String step, String other) {
    Found.only("step-missing", new EditedSite().putInPlaceOf(route, step, other + "\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "notify-trouble, try-notice, '- log: \"${variable.notice} of ${variable.eventKey}\"'",
    "notify-trouble, try-notice, '- to: \"http://pager.internal/x\"'",
    "notify, where-to, '- toD: \"http://chat.internal/x\"'",
    "notice-dispatch, by-urgency, '- to: direct:notify'"
  })
  void allowsAnotherWayToTheTeam(String route, String step, String other) {
    Found.nothing(new EditedSite().putInPlaceOf(route, step, other + "\n"));
  }

  @ParameterizedTest
  @CsvSource({"event-dispatch", "data-request-dispatch"})
  void findsADispatcherWithoutDeadLetters(String route) {
    Found.only(
        "step-missing",
        new EditedSite().edit(route, "        deadLetterUri: seda:notify-trouble\n", ""));
    Found.nothing(
        new EditedSite().edit(route, "seda:notify-trouble", "http://tickets.internal/dead"));
  }

  @Test
  void findsANoticeThatCountsAsSentTooEarly() {
    Found.only(
        "at-most-once",
        new EditedSite()
            .edit(
                "notice-dispatch",
                "waitForTaskToComplete: Always",
                "waitForTaskToComplete: Never"));
  }

  @Test
  void findsTheLostNoticeOfAnOperation() {
    String event = "event-operation-created";
    String step = "notices-on-operation-created";
    Found.only("step-missing", new EditedSite().putInPlaceOf(event, step, ""));
    Found.nothing(new EditedSite().putInPlaceOf(event, step, "- to: direct:operation-notices\n"));
    Found.nothing(
        new EditedSite()
            .putInPlaceOf(
                event, step, "- to: \"sql:classpath:sql/notice.sql?dataSource=#dataSource\"\n"));
  }
}
