package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureRuleTest {
  private static final String VERIFY =
"""
              - process:
                  id: verify-signature
                  description: Verifies the signature over the raw bytes; an unsigned request goes no further.
                  ref: verify-signature
""";
  private static final String STORE = "            ref: store-delivery\n";

  private static EditedSite first(String step) {
    return new EditedSite().insertBefore("webhook-receive", "read-signed-webhook", step);
  }

  @Test
  void findsVerificationAfterTheStore() {
    Finding found =
        Found.only(
            "signature-not-first",
            new EditedSite()
                .edit("webhook-receive", VERIFY, "")
                .edit(
                    "webhook-receive",
                    STORE,
                    STORE
                        + "        - process:\n            id: verify-signature\n            ref: verify-signature\n"));

    assertEquals("webhook-receive/read-envelope", found.where());
  }

  @Test
  void findsThatVerificationIsGone() {
    Found.only("signature-not-first", new EditedSite().edit("webhook-receive", VERIFY, ""));
    Found.only(
        "signature-not-first",
        new EditedSite()
            .edit(
                "webhook-receive",
                "id: verify-signature\n",
                "id: verify-signature\n                  disabled: true\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a shortcut for test events
        "- filter:\n    simple: \"${header.X-Test} != null\"\n    steps:\n      - setVariable:\n          name: status\n          constant: \"200\"\n      - to: direct:webhook-answer\n      - stop",
        "- filter:\n    expression:\n      simple:\n        expression: \"${header.X-Test} != null\"\n    steps:\n      - set-header:\n          name: CamelHttpResponseCode\n          constant: 204\n      - stop: {}",
        "- choice:\n    when:\n      - simple: \"${header.X-Test} != null\"\n        steps:\n          - setVariables:\n              variables:\n                - name: status\n                  simple: \"202\"\n          - to: direct:webhook-answer\n          - stop",
        "- filter:\n    simple: \"${header.X-Test} != null\"\n    steps:\n      - stop",
        "- filter:\n    simple: \"${header.X-Test} != null\"\n    steps:\n      - setBody:\n          constant: OK\n      - stop",
        // something with the request
        "- to: http://audit.internal/",
        "- to: seda:notify-trouble",
        "- wireTap: http://audit.internal/",
        "- to: \"sql:INSERT INTO x VALUES (1)\"",
        "- to: log:requests",
        "- log: \"got ${body}\"",
        "- log:\n    message: \"got ${bodyAs(String)}\"",
        "- unmarshal:\n    json: {}",
        "- setVariable:\n    name: raw\n    simple: \"${body}\"",
        "- convertBodyTo:\n    type: String",
        "- setVariable:\n    name: id\n    jsonpath: $.data.operationId",
        "- process:\n    ref: store-delivery",
        "- process:\n    ref: \"#bean:read-envelope\""
      })
  void findsWhatComesBefore(String step) {
    Found.only("signature-not-first", first(step));
  }

  @Test
  void findsItInACalledRoute() {
    Finding found =
        Found.only(
            "signature-not-first",
            new EditedSite()
                .insertBefore(
                    "webhook-check",
                    "refused",
                    "- filter:\n    simple: \"${header.X-Test} == 'true'\"\n    steps:\n      - setVariable:\n          id: say-ok-to-tests\n          name: status\n          constant: \"200\"\n      - to: direct:webhook-answer\n      - stop"));

    assertEquals("webhook-check/say-ok-to-tests", found.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- filter:\n    simple: \"${header.X-Test} == null\"\n    steps:\n      - process:\n          id: verify-signature\n          ref: verify-signature",
        "- choice:\n    when:\n      - simple: \"${header.X-Test} == null\"\n        steps:\n          - process:\n              id: verify-signature\n              ref: verify-signature",
        "- choice:\n    when:\n      - simple: \"${header.X-Test} == null\"\n        steps:\n          - process:\n              id: verify-signature\n              ref: verify-signature\n    otherwise:\n      steps:\n        - log: \"test\"",
        "- doTry:\n    steps:\n      - process:\n          id: verify-signature\n          ref: verify-signature\n    doCatch:\n      - exception: [io.m2mbridge.webhook.SignatureException]\n        steps:\n          - log: unsigned",
        "- doTry:\n    steps:\n      - process:\n          id: verify-signature\n          ref: verify-signature\n    doCatch:\n      - exception: java.lang.Exception\n        steps:\n          - log: unsigned"
      })
  void findsAWayAround(String verification) {
    Finding found =
        Found.only("signature-not-first", first(verification).edit("webhook-receive", VERIFY, ""));

    assertEquals("webhook-receive/verify-signature", found.where());
    assertTrue(found.problem().contains("not every request"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: \"a request to ${header.CamelHttpPath}\"",
        "- to: micrometer:counter:m2m.site.requests",
        "- setVariable:\n    name: from\n    simple: \"${header.X-Forwarded-For}\"",
        "- filter:\n    simple: \"${header.X-Forwarded-For} !startsWith '10.'\"\n    steps:\n      - setVariable:\n          name: status\n          constant: \"403\"\n      - to: direct:webhook-answer\n      - stop",
        "- filter:\n    simple: \"${header.X-Forwarded-For} !startsWith '10.'\"\n    steps:\n      - setHeader:\n          name: CamelHttpResponseCode\n          constant: \"429\"\n      - stop",
        "- throttle:\n    rejectExecution: true\n    constant: 1000",
        "- filter:\n    simple: \"${header.X-Test} != null\"\n    steps:\n      - throwException:\n          exceptionType: java.lang.IllegalStateException\n          message: no",
        "- filter:\n    simple: \"'{{m2m.deliveries.repository}}' == 'caffeine'\"\n    steps:\n      - stop"
      })
  void allowsChecksThatRefuse(String step) {
    Found.nothing(first(step));
  }

  @Test
  void allowsVerificationInARouteOfItsOwn() {
    Found.nothing(
        first("- to: direct:verify")
            .edit("webhook-receive", VERIFY, "")
            .with(
                "verify",
                "- from:\n    uri: direct:verify\n    steps:\n      - process:\n          ref: verify-signature\n"));
  }

  @Test
  void allowsAReportOfRefusals() {
    Found.nothing(
        new EditedSite()
            .insertBefore("webhook-report", "log-by-kind", "- wireTap: http://audit.internal/"));
  }

  @Test
  void allowsARestEndpointOfASite() {
    Found.nothing(
        new EditedSite()
            .with(
                "holds",
                "- from:\n    uri: platform-http:/holds\n    steps:\n      - to: \"sql:SELECT 1\"\n"));
  }

  @Test
  void checksASecondEndpointForWebhooks() {
    Found.only(
        "signature-not-first",
        new EditedSite()
            .with(
                "test",
                "- from:\n    uri: platform-http:/test\n    steps:\n      - process:\n          ref: read-envelope\n      - process:\n          ref: store-delivery\n"));
  }

  @Test
  void checksTheIntakeFromKafka() {
    String step =
        "                    - process:\n                        id: verify-record-of-batch\n                        ref: verify-signature\n";
    Found.nothing(new EditedSite().set("m2m.intake.kafka.brokers", "kafka:9092"));
    Found.only(
        "signature-not-first",
        new EditedSite()
            .set("m2m.intake.kafka.brokers", "kafka:9092")
            .edit("event-intake-batch", step, ""));
  }
}
