package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class OneMistakeTest {
  private static final String EVENT = "event-operation-created";

  @Test
  void tellsAKeyThatIsThereTwiceOnce() {
    Found.onlyOfAll(
        "duplicate-key",
        new EditedSite()
            .edit(
                EVENT,
                "query: classpath:sql/fund-hold.sql",
                "query: classpath:sql/fund-hold.sql\n"
                    + "                    query: classpath:sql/link-created.sql"));
  }

  @Test
  void tellsAnIdThatIsThereTwiceOnce() {
    Found.onlyOfAll(
        "duplicate-id", new EditedSite().edit(EVENT, "id: record-operation", "id: place-hold"));
  }

  @Test
  void tellsAnEmptyPolicyOnce() {
    Found.onlyOfAll(
        "empty-branch",
        new EditedSite()
            .set("m2m.operation-created.forward", "http://ledger.internal")
            .putInPlaceOf(EVENT, "forward-operation-created", ""));
  }

  @Test
  void tellsAMisspeltVerdictOnce() {
    Found.onlyOfAll(
        "never-true",
        new EditedSite()
            .edit(
                "data-request-answer",
                "${variable.requestVerdict} == 'open'",
                "${variable.requestVerdict} == 'opened'"));
  }

  @Test
  void tellsAStatusOnce() {
    Found.onlyOfAll(
        "webhook-status",
        new EditedSite()
            .insertBefore(
                "webhook-answer",
                "name-outcome",
                "- setHeader: {name: CamelHttpResponseCode, constant: 404}\n"));
  }

  @Test
  void tellsAStopInADispatcherOnce() {
    Found.onlyOfAll(
        "event-not-dispatched",
        new EditedSite().insertBefore("event-dispatch", "to-operation-created", "- stop: {}\n"));
  }

  @Test
  void tellsALogOfAStrangersRequestOnce() {
    Found.onlyOfAll(
        "signature-not-first",
        new EditedSite().insertBefore("webhook-check", "name-no-event", "- log: \"${body}\"\n"));
  }

  @Test
  void tellsAPatternThatLeavesRoutesOutOnce() {
    Found.onlyOfAll(
        "route-missing",
        new EditedSite()
            .set("camel.main.routesExcludePattern", "**/event-link*")
            .without("event-link-created")
            .without("event-link-opened"));
  }

  @Test
  void tellsAClientThatWasReplacedOnce() {
    Found.onlyOfAll(
        "api-key",
        new EditedSite()
            .edit(
                "reply-call",
                "httpClientConfigurer: \"#bean:api-client\"",
                "sslContextParameters: \"#ssl\""));
  }
}
