package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailureRuleTest {
  private static final String ROUTE = "event-operation-created";
  private static final String FORWARD = "forward-operation-created-once";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {id: own, uri: \"http://a.internal?throwExceptionOnFailure=false\"}",
        "- to: {id: own, uri: https, parameters: {httpUri: a.internal, throwExceptionOnFailure: false}}",
        "- toD: {id: own, uri: \"http://a.internal/${variable.linkId}?throwExceptionOnFailure=false\"}",
        "- to: {id: own, uri: \"{{site.ledger}}\"}",
        "- to: {id: own, uri: \"http://a.internal?okStatusCodeRange=200-599\"}",
        "- to: {id: own, uri: \"http://a.internal?okStatusCodeRange=200-299,404\"}"
      })
  void findsACallThatTakesEachAnswer(String yaml) {
    Found.only(
        new EditedSite()
            .set("site.ledger", "http://a.internal?throwExceptionOnFailure=false")
            .insertBefore(ROUTE, FORWARD, yaml),
        SWALLOWED_FAILURE,
        ROUTE + "/own");
  }

  @Test
  void findsItInTheSettingOfAForwardOnce() {
    Found.only(
        new EditedSite()
            .set("m2m.forward.default", "http://a.internal/?throwExceptionOnFailure=false"),
        SWALLOWED_FAILURE,
        "event-forward/endpoint-of-quarantined");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"http://a.internal\"",
        "- to: \"http://a.internal?throwExceptionOnFailure=true\"",
        "- to: \"http://a.internal?okStatusCodeRange=200-299\"",
        "- to: \"file:out?throwExceptionOnFailure=false\"",
        "- to: \"http://a.internal?throwExceptionOnFailure=false\"\n"
            + "- filter:\n    simple: \"${header.CamelHttpResponseCode} >= 400\"\n    steps:\n"
            + "      - throwException: {exceptionType: java.lang.IllegalStateException, message: m}",
        "- to: \"http://a.internal?throwExceptionOnFailure=false\"\n- process: {ref: ours}"
      })
  void allowsACallWhoseStatusIsRead(String yaml) {
    Found.nothing(new EditedSite().insertBefore(ROUTE, FORWARD, yaml));
  }
}
