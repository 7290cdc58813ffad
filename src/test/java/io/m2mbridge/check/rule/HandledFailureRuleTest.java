package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandledFailureRuleTest {
  private static EditedSite with(String handler) {
    return new EditedSite()
        .edit(
            "event-operation-created", "routeConfigurationId: settle", "routeConfigurationId: ours")
        .with("ours", "- routeConfiguration:\n    id: ours\n" + handler.indent(4));
  }

  private static String onException(String options) {
    return "onException:\n  - onException:\n      exception: [java.lang.Exception]\n"
        + options.indent(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handled: {constant: \"true\"}\nsteps:\n  - log: failed",
        "handled:\n  constant:\n    expression: \"true\"",
        "handled: {simple: \"true\"}",
        "handled: {constant: \"{{site.handled:true}}\"}",
        "continued: {constant: true}",
        "handled: {constant: \"true\"}\nsteps:\n  - to: direct:notify"
      })
  void findsWhatHandlesTheFailureOfAnEvent(String options) {
    Found.only(with(onException(options)), SWALLOWED_FAILURE, "ours");
  }

  @Test
  void findsItWithoutAnInnerKeyInAListAndInTheRoutesFile() {
    Found.only(
        with("on-exception:\n  - exception: [java.lang.Exception]\n    handled: {constant: true}"),
        SWALLOWED_FAILURE,
        "ours");
    Found.only(
        new EditedSite()
            .insertBefore("event-unknown", "forward-unknown-once", "- to: direct:ours")
            .with(
                "ours",
                "- onException:\n    exception: [java.lang.Exception]\n    handled: {constant: true}\n"
                    + "- from:\n    uri: direct:ours\n    steps:\n      - to: http://a.internal\n"),
        SWALLOWED_FAILURE,
        null);
  }

  @Test
  void findsTheDeadLetterChannel() {
    Found.only(
        with("errorHandler:\n  deadLetterChannel:\n    deadLetterUri: log:dead"),
        SWALLOWED_FAILURE,
        "ours");
  }

  @Test
  void findsTheConfigurationOfWebhooksOnce() {
    Found.only(
        new EditedSite()
            .edit(
                "event-operation-created",
                "routeConfigurationId: settle",
                "routeConfigurationId: answer-failure"),
        SWALLOWED_FAILURE,
        "event-operation-created");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handled: {constant: \"false\"}",
        "steps:\n  - log: failed",
        "redeliveryPolicy: {maximumRedeliveries: 5, redeliveryDelay: 100}",
        "handled: {constant: \"true\"}\nonWhen: {simple: \"${exception.statusCode} == 409\"}",
        "handled: {constant: \"true\"}\nsteps:\n"
            + "  - throwException: {exceptionType: java.lang.IllegalStateException, message: m}"
      })
  void allowsWhatLeavesTheFailure(String options) {
    Found.nothing(with(onException(options)));
  }

  @Test
  void allowsAConfigurationThatNoEventUses() {
    Found.nothing(
        new EditedSite()
            .with(
                "ours",
                "- routeConfiguration:\n    onException:\n      - exception: [java.lang.Exception]\n"
                    + "        handled: {constant: true}\n"
                    + "- from:\n    uri: sql:SELECT 1\n    steps:\n      - to: http://a.internal\n"));
  }
}
