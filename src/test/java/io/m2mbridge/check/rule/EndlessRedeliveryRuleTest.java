package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_REDELIVERY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndlessRedeliveryRuleTest {
  private static EditedSite with(String policy) {
    return new EditedSite()
        .set("site.times", "-1")
        .insertBefore(
            "event-operation-created", "forward-operation-created-once", "- to: direct:ours")
        .with(
            "ours",
            "- routeConfiguration:\n    id: ours\n    onException:\n"
                + "      - exception: [java.lang.Exception]\n        redeliveryPolicy: {"
                + policy
                + "}\n"
                + "- route:\n    id: ours\n    routeConfigurationId: ours\n    from:\n"
                + "      uri: direct:ours\n      steps:\n        - to: http://a.internal\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maximumRedeliveries: -1, redeliveryDelay: 50",
        "maximumRedeliveries: \"-1\"",
        "maximumRedeliveries: \"{{site.times}}\"",
        "maximum-redeliveries: 1000000, redelivery-delay: 0",
        "maximumRedeliveries: 700",
        "maximumRedeliveries: 20, redeliveryDelay: 1m",
        "maximumRedeliveries: 30, redeliveryDelay: 1000, useExponentialBackOff: true, backOffMultiplier: 2"
      })
  void findsWhatHoldsAWorker(String policy) {
    Found.only(with(policy), ENDLESS_REDELIVERY, "ours");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maximumRedeliveries: 5, redeliveryDelay: 100",
        "maximumRedeliveries: 0",
        "redeliveryDelay: 100",
        "maximumRedeliveries: 10, redeliveryDelay: 1000, useExponentialBackOff: true, maximumRedeliveryDelay: 10s",
        "maximumRedeliveries: 100, redeliveryDelay: 100",
        "maximumRedeliveries: three"
      })
  void allowsAFewRedeliveries(String policy) {
    Found.nothing(with(policy));
  }

  @Test
  void findsItInAnErrorHandler() {
    EditedSite site =
        new EditedSite()
            .insertBefore("event-unknown", "forward-unknown-once", "- to: direct:ours")
            .with(
                "ours",
                "- route:\n    id: ours\n    error-handler:\n      default-error-handler:\n"
                    + "        redelivery-policy:\n          maximum-redeliveries: -1\n"
                    + "    from:\n      uri: direct:ours\n      steps:\n        - to: http://a.internal\n");

    Found.only(site, ENDLESS_REDELIVERY, null);
  }

  @Test
  void findsAConditionThatIsAlwaysTrue() {
    EditedSite site =
        new EditedSite()
            .edit("event-unknown", "routeConfigurationId: settle", "routeConfigurationId: ours")
            .with(
                "ours",
                "- routeConfiguration:\n    id: ours\n    onException:\n"
                    + "      - exception: [java.lang.Exception]\n        retryWhile: {simple: \"true\"}\n");

    Found.only(site, ENDLESS_REDELIVERY, "ours");
  }

  @Test
  void allowsRepliesWhichEndAtTheirDeadline() {
    Found.nothing(
        new EditedSite().edit("on-failure", "maximumRedeliveries: 3", "maximumRedeliveries: -1"));
  }

  @Test
  void findsTheConfigurationOfRepliesForAnEvent() {
    Found.only(
        new EditedSite()
            .edit("on-failure", "maximumRedeliveries: 3", "maximumRedeliveries: -1")
            .edit(
                "event-unknown",
                "routeConfigurationId: settle",
                "routeConfigurationId: reply-redelivery"),
        ENDLESS_REDELIVERY,
        "reply-redelivery");
  }
}
