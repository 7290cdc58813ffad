package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanHeadersRuleTest {
  @ParameterizedTest
  @CsvSource({
    "event-forward, start-clean",
    "reply-call, strip-headers",
    "notify, notice-without-headers"
  })
  void findsALostStep(String route, String step) {
    assertEquals(
        route, Found.only("step-missing", new EditedSite().putInPlaceOf(route, step, "")).where());
    Found.only("step-missing", removing(route, step, "pattern: \"X-M2M-*\""));
    Found.only("step-missing", removing(route, step, "pattern: \"*\", excludePattern: \"X-*\""));
    Found.only("step-missing", removing(route, step, "pattern: \"*\", excludePattern: CamelHttp*"));
    Found.only(
        "step-missing", removing(route, step, "pattern: \"*\", excludePattern: X-M2M-Signature"));
    Found.only("step-missing", removing(route, step, "pattern: \"*\", disabled: true"));
  }

  private static EditedSite removing(String route, String step, String options) {
    return new EditedSite()
        .putInPlaceOf(route, step, "- removeHeaders: {id: " + step + ", " + options + "}\n");
  }

  @Test
  void findsAStepBehindTheCall() {
    EditedSite site = new EditedSite();
    String step = "- removeHeaders: {id: start-clean, pattern: \"*\"}\n";
    Found.only(
        "step-missing",
        site.putInPlaceOf("event-forward", "start-clean", "")
            .insertBefore("event-forward", "forget-answer", step));
  }

  @Test
  void allowsOtherFormsAndAHeaderOfTheSite() {
    Found.nothing(
        new EditedSite().putInPlaceOf("event-forward", "start-clean", "- removeHeaders: \"*\"\n"));
    Found.nothing(
        removing("event-forward", "start-clean", "pattern: \"*\", excludePattern: X-Tenant"));
    Found.nothing(
        removing("event-forward", "start-clean", "pattern: \"*\", excludePattern: Authorization"));
  }
}
