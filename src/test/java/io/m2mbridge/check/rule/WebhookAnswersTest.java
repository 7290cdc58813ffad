package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WebhookFailuresRule} and {@link WebhookStatusRule}. */
class WebhookAnswersTest {
  private static final String NAMED = "    routeConfigurationId: answer-failure\n";
  private static final String OURS = "io.m2mbridge.webhook.";

  private static EditedSite onFailure(String before, String after) {
    return new EditedSite().edit("on-failure", before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "    routeConfigurationId: settle\n",
        "    route-configuration-id: reply-redelivery\n",
      })
  void findsThatFailuresAreNotAnswered(String named) {
    Finding found =
        Found.only("webhook-failures", new EditedSite().edit("webhook-receive", NAMED, named));

    assertEquals("write routeConfigurationId: answer-failure", found.advice());
  }

  @ParameterizedTest
  @CsvSource({"401, 200", "401, 503", "401, 302", "413, 202", "503, 200", "503, 404", "503, 204"})
  void findsTheWrongStatus(String right, String wrong) {
    Finding found =
        Found.only(
            "webhook-failures",
            onFailure("expression: \"" + right + "\"", "expression: \"" + wrong + "\""));

    assertEquals("answer " + right, found.advice());
    assertTrue(found.problem().contains("answered " + wrong), found.problem());
  }

  @ParameterizedTest
  @CsvSource({"401, 403", "413, 400", "503, 500", "503, 429"})
  void allowsAnotherStatusOfItsKind(String right, String other) {
    Found.nothing(onFailure("expression: \"" + right + "\"", "expression: \"" + other + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "io.m2mbridge.webhook.SignatureException, java.lang.SecurityException",
    "io.m2mbridge.webhook.BodyTooLargeException, java.io.IOException",
    "java.lang.Throwable, java.io.IOException",
    "java.lang.Throwable, java.lang.RuntimeException"
  })
  void findsAFailureThatNoHandlerTakes(String right, String wrong) {
    Finding found = Found.only("webhook-failures", onFailure("- " + right, "- " + wrong));

    assertTrue(found.problem().contains(right), found.problem());
  }

  @Test
  void leavesAMisspeltClassToAnotherRule() {
    Found.onlyOfAll(
        "unknown-class", onFailure(OURS + "SignatureException", OURS + "SignatureExeption"));
  }

  @Test
  void findsAFailureThatIsNotHandled() {
    String handled =
        "          handled:\n            constant:\n              expression: \"true\"\n          onExceptionOccurredRef";
    for (String other :
        new String[] {
          "",
          "          handled:\n            constant: \"false\"\n",
          "          continued:\n            constant: \"true\"\n"
        }) {
      Finding found =
          Found.only(
              "webhook-failures", onFailure(handled, other + "          onExceptionOccurredRef"));
      assertEquals("answer-failure/not-committed", found.where());
    }
    Found.nothing(
        onFailure(
            handled,
            "          handled:\n            constant: true\n          onExceptionOccurredRef"));
  }

  @Test
  void findsThatNoStatusIsSet() {
    Found.only(
        "webhook-failures",
        onFailure(
            "            - to:\n                id: answer-stranger\n                uri: direct\n                parameters:\n                  name: webhook-answer\n",
            ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"302\"", "\"500\"", "\"404\"", "OK", "\"{{m2m.site.status}}\""})
  void findsAStatusByWhichM2MSendsAgain(String status) {
    Finding found =
        Found.only(
            "webhook-status",
            new EditedSite()
                .set("m2m.site.status", "301")
                .edit("webhook-receive", "expression: \"200\"", "expression: " + status));

    assertEquals("webhook-receive/answer-ok", found.where());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"202\"", "\"204\"", "200", "\"{{m2m.site.status:200}}\""})
  void allowsAStatusOfSuccess(String status) {
    Found.nothing(
        new EditedSite().edit("webhook-receive", "expression: \"200\"", "expression: " + status));
  }

  @Test
  void findsThatTheStatusOfAStoredWebhookIsNotSet() {
    Found.only(
        "webhook-status", new EditedSite().edit("webhook-receive", "name: status", "name: state"));
  }

  @Test
  void findsAStatusInAHeader() {
    Found.only(
        "webhook-status",
        new EditedSite()
            .insertBefore(
                "webhook-receive",
                "answer",
                "- setHeader:\n    name: CamelHttpResponseCode\n    constant: 307"));
  }
}
