package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwallowedFailureRuleTest {
  private static final String ROUTE = "event-operation-created";
  private static final String FORWARD = "forward-operation-created-once";
  private static final String CALL = "- to: http://ledger.internal/operations";

  private static String tried(String steps, String caught) {
    return "- doTry:\n    id: ours\n    steps:\n"
        + steps.indent(6)
        + "    doCatch:\n      - id: ours-failed\n        exception: [java.lang.Exception]\n"
        + caught.indent(8);
  }

  private static EditedSite withTry(String steps, String caught) {
    return new EditedSite().insertBefore(ROUTE, FORWARD, tried(steps, caught));
  }

  private static void found(EditedSite site) {
    Found.only(site, SWALLOWED_FAILURE, ROUTE + "/ours-failed");
  }

  @Test
  void findsACatchAroundTheForward() {
    Finding found =
        Found.only(
            new EditedSite()
                .putInPlaceOf(
                    ROUTE,
                    FORWARD,
                    tried("- to: direct:event-forward", "steps:\n  - log: \"${exception}\"")),
            SWALLOWED_FAILURE,
            ROUTE + "/ours-failed");

    assertTrue(found.problem().contains("the forward"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps:\n  - log: failed",
        "steps: []",
        "steps:\n  - to: direct:notify",
        "steps:\n  - setVariable: {name: noticeWhenDead, constant: ledger}",
        "steps:\n  - to: smtp://mail.internal",
        "steps:\n  - stop: {}",
        "steps:\n  - log: failed\n  - setVariable: {name: failed, constant: \"yes\"}"
      })
  void findsACatchThatGoesOn(String caught) {
    found(withTry(CALL, caught));
  }

  @Test
  void findsACatchAroundAnEffectAndInsideThePolicy() {
    found(
        new EditedSite()
            .insertBefore(
                ROUTE,
                "place-hold",
                tried("- to: \"sql:INSERT INTO ledger VALUES (1)\"", "steps:\n  - log: failed")));
    found(
        new EditedSite()
            .insertBefore(
                ROUTE, "place-hold", tried("- to: \"sql:SELECT 1\"", "steps:\n  - log: failed")));
  }

  @Test
  void findsACatchInACalledRouteAndAroundOne() {
    Found.only(
        new EditedSite()
            .insertBefore("event-unknown", "forward-unknown-once", "- to: direct:site-call")
            .with(
                "site-call",
                "- from:\n    uri: direct:site-call\n    steps:\n"
                    + tried(CALL, "steps:\n  - log: failed").indent(6)),
        SWALLOWED_FAILURE,
        "routes/site-call.camel.yaml/ours-failed");
    Found.only(
        new EditedSite()
            .putInPlaceOf(
                "event-dispatch",
                "to-link-opened",
                tried("- to: direct:event-link-opened", "steps:\n  - log: failed")),
        SWALLOWED_FAILURE,
        "event-dispatch/ours-failed");
  }

  @Test
  void findsAFallback() {
    Found.only(
        new EditedSite()
            .insertBefore(
                ROUTE,
                FORWARD,
                "- circuit-breaker:\n    steps:\n      "
                    + CALL
                    + "\n    on-fallback:\n      id: ours-failed\n      steps:\n        - log: failed\n"),
        SWALLOWED_FAILURE,
        ROUTE + "/ours-failed");
  }

  @Test
  void findsAnAggregationThatDropsFailures() {
    Found.only(
        new EditedSite()
            .insertBefore(
                ROUTE,
                FORWARD,
                "- multicast:\n    id: both\n    aggregationStrategy:"
                    + " \"#class:org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy(false)\"\n"
                    + "    steps:\n      "
                    + CALL),
        SWALLOWED_FAILURE,
        ROUTE + "/both");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps:\n  - throwException: {exceptionType: java.lang.IllegalStateException, message: m}",
        "steps:\n  - setVariable: {name: noticeWhenDead, constant: ledger}\n"
            + "  - throw-exception: {exception-type: java.lang.IllegalStateException, message: m}",
        "steps:\n  - choice:\n      when:\n        - simple: \"${exception.statusCode} == 409\"\n"
            + "          steps:\n            - log: known\n      otherwise:\n        steps:\n"
            + "          - throwException: {exceptionType: java.lang.IllegalStateException, message: m}",
        "onWhen: {simple: \"${exception.statusCode} == 409\"}\nsteps:\n  - log: known",
        "steps:\n  - to: http://second.internal/operations",
        "steps:\n  - to: jms:queue:later",
        "steps:\n  - process: {ref: ours}"
      })
  void allowsACatchThatThrowsOrDoesTheWork(String caught) {
    Found.nothing(withTry(CALL, caught));
  }

  @Test
  void allowsAnotherValueForWhatIsOnlyRead() {
    Found.nothing(
        withTry(CALL, "steps:\n  - setVariable: {name: rate, constant: \"1\"}")
            .insertBefore(
                ROUTE, FORWARD, "- setHeader: {name: rate, simple: \"${variable.rate}\"}"));
    Found.nothing(
        withTry(
            "- to: {uri: \"http://rates.internal\", variableReceive: rate}",
            "steps:\n  - log: none"));
    Found.nothing(
        withTry(
            "- setHeader: {name: CamelHttpMethod, constant: GET}\n- to: http://rates.internal",
            "steps:\n  - log: none"));
    Found.nothing(withTry("- to: \"sql:SELECT 1\"", "steps:\n  - log: none"));
    Found.nothing(withTry("- to: direct:user-data-prefetch", "steps:\n  - log: none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout: 1000, parallelProcessing: true",
        "aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.StringAggregationStrategy\"",
        "aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy\""
      })
  void findsPartsWhoseFailureIsLeftOut(String options) {
    String yaml =
        "- multicast: {id: ours, %s, steps: [{to: \"http://ledger.internal/operations\"}]}";
    Found.only(OwnStep.of(yaml.formatted(options)), SWALLOWED_FAILURE, ROUTE + "/ours");
    Found.nothing(
        OwnStep.of(
            yaml.formatted(
                options.replaceFirst("timeout: 1000", "timeout: 0") + ", stopOnException: true")));
  }

  @Test
  void allowsACatchThatNoEventPasses() {
    Found.nothing(
        new EditedSite()
            .with(
                "site-report",
                "- from:\n    uri: sql:SELECT 1\n    steps:\n"
                    + tried(CALL, "steps:\n  - log: failed").indent(6)));
  }

  @Test
  void allowsALookUpByHttpInPlaceOfTheTable() {
    Found.nothing(
        new EditedSite()
            .replace(
                "user-data-lookup",
                "- route:\n    id: user-data-lookup\n    from:\n      uri: direct:user-data-lookup\n      steps:\n"
                    + "        - to: \"http://crm.internal/user?throwExceptionOnFailure=false\"\n"
                    + tried("- to: http://crm.internal/user", "steps:\n  - log: none").indent(8)));
  }
}
