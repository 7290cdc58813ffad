package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;

class EndlessCallRuleTest {
  private static final String OWN =
      """
      - route:
          id: ours
          routeConfigurationId: settle
          from:
            uri: direct:ours
            steps:
              - to: direct:event-operation-created
      """;

  @Test
  void findsARouteOfAnEventThatCallsItself() {
    OwnStep.finding("endless-call", OwnStep.of("- to: direct:ours").with("ours", OWN));
  }

  @Test
  void findsAForwardThatLeadsBack() {
    EditedSite site =
        new EditedSite().set("m2m.operation-created.forward", "direct:event-operation-created");
    OwnStep.finding("endless-call", site);
  }

  @Test
  void findsAForwardToItself() {
    EditedSite site = new EditedSite().set("m2m.link-opened.forward", "direct:event-forward");
    OwnStep.finding("endless-call", site);
  }

  @Test
  void findsAForwardToTheWebhooksOfABridge() {
    OwnStep.finding(
        "endless-call",
        new EditedSite().set("m2m.forward.default", "http://127.0.0.1:8080/webhooks/m2m"));
  }

  @Test
  void allowsARouteThatCallsItselfUntilAPageIsEmpty() {
    String pages =
        OWN.replace(
            "- to: direct:event-operation-created",
            "- filter: {simple: \"${body} != null\", steps: [{to: \"direct:ours\"}]}");
    Found.nothing(OwnStep.of("- to: direct:ours").with("ours", pages));
  }
}
