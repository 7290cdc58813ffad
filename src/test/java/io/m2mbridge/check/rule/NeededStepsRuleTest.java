package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededStepsRuleTest {
  @ParameterizedTest
  @CsvSource({
    "reply-put, put-to-m2m",
    "data-request-answer, end-after-reply",
    "data-request-end, fail-if-team-must-act",
    "reply-put, note-attempt",
    "reply-call, put-reply",
    "user-data-get, look-up-now",
    "operation-notices, keep-notice",
    "data-request-answer, check-data-request",
    "event-intake-batch, verify-record-of-batch",
    "event-intake-kafka, store-batch",
    "event-intake-store, store-delivery-of-record"
  })
  void findsALostStep(String route, String step) {
    Found.only("step-missing", new EditedSite().putInPlaceOf(route, step, ""));
    Found.only(
        "step-missing",
        new EditedSite()
            .edit(route, "id: " + step + "\n", "id: " + step + "\n" + disabled(route, step)));
  }

  private static String disabled(String route, String step) {
    String text = new EditedSite().text(route);
    int line = text.lastIndexOf('\n', text.indexOf("id: " + step + "\n")) + 1;
    return " ".repeat(text.indexOf("id: " + step + "\n") - line) + "disabled: true\n";
  }

  @Test
  void allowsAnotherStepThatDoesTheSame() {
    Found.nothing(
        new EditedSite().putInPlaceOf("reply-send", "put-until-taken", "- to: direct:reply-put"));
    Found.nothing(new EditedSite().edit("reply-put", "id: read-answer", "id: look-at-answer"));
    Found.nothing(new EditedSite().without("event-intake-kafka"));
    Found.nothing(
        new EditedSite()
            .putInPlaceOf(
                "operation-notices",
                "keep-notice",
                "- to: \"sql:INSERT INTO team_notices VALUES (:#${variable.eventKey})\"\n"));
  }

  @Test
  void findsALostHandOverOfAQuarantineWithoutADatabase() {
    EditedSite site =
        new EditedSite().putInPlaceOf("webhook-first-delivery", "tell-of-quarantine", "- log: m\n");
    Found.nothing(site);
    Found.only("step-missing", site.set("m2m.deliveries.repository", "caffeine"));
  }
}
