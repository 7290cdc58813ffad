package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlowWebhookRuleTest {
  @ParameterizedTest
  @CsvSource({
    "webhook-receive, first-delivery-only",
    "webhook-receive, answer-ok",
    "webhook-receive, take-first-delivery",
    "webhook-first-delivery, quarantined-untold",
    "webhook-answer, report-webhook",
    "webhook-report, log-by-kind"
  })
  void findsACallInEachRoute(String route, String step) {
    Finding found =
        Found.only(
            "slow-webhook",
            new EditedSite()
                .insertBefore(
                    route, step, "- to:\n    id: tell-audit\n    uri: http://audit.internal/"));

    assertEquals(route + "/tell-audit", found.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: http://audit.internal/",
        "- to: https://audit.internal/?responseTimeout=100",
        "- toD: \"http://audit.internal/${variable.eventKey}\"",
        "- to: \"{{m2m.site.audit}}\"",
        "- to:\n    uri: kafka\n    parameters:\n      topic: audit",
        "- to: jms:queue:audit",
        "- to: \"sql:SELECT pg_sleep(3)\"",
        "- enrich:\n    constant: http://audit.internal/",
        "- pollEnrich:\n    constant: file:in",
        "- delay:\n    constant: 3000",
        "- delay:\n    expression:\n      constant:\n        expression: 3000",
        "- throttle:\n    constant: 10",
        "- to: seda:notify-trouble",
        "- to:\n    uri: seda\n    parameters:\n      name: notify-trouble\n      waitForTaskToComplete: Always",
        "- to: direct:ours",
        "- circuitBreaker:\n    steps:\n      - to: http://audit.internal/"
      })
  void findsEachKindOfWaiting(String step) {
    Found.only("slow-webhook", site(step));
  }

  private static EditedSite site(String step) {
    return new EditedSite()
        .set("m2m.site.audit", "http://audit.internal/")
        .insertBefore("webhook-first-delivery", "quarantined-untold", step)
        .with(
            "ours",
            "- from:\n    uri: direct:ours\n    steps:\n      - to: http://audit.internal/\n");
  }

  @Test
  void findsACallInTheAnswerToAFailure() {
    Found.only(
        "slow-webhook",
        new EditedSite()
            .insertBefore("on-failure", "answer-unavailable", "- to: http://alarm.internal/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- wireTap: http://audit.internal/",
        "- to: seda:notify-trouble?waitForTaskToComplete=Never",
        "- to: log:first",
        "- log: first",
        "- to: micrometer:counter:m2m.site.first",
        "- filter:\n    simple: \"'{{m2m.deliveries.repository}}' == 'caffeine'\"\n    steps:\n      - to: http://audit.internal/",
        "- throttle:\n    rejectExecution: true\n    constant: 10"
      })
  void allowsWhatDoesNotWait(String step) {
    Found.nothing(site(step));
  }

  @Test
  void allowsTheHandOverWithoutADatabase() {
    Found.nothing(
        site("- to: http://audit.internal/")
            .set("m2m.deliveries.repository", "caffeine")
            .set("m2m.forward.default", "http://ledger.internal/"));
  }
}
