package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.FORWARD_MISSING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardMissingRuleTest {
  private static final String SETTING = "m2m.operation-created.forward";

  private static EditedSite without(String yaml) {
    return new EditedSite()
        .putInPlaceOf("event-operation-created", "forward-operation-created-once", yaml);
  }

  private static void found(EditedSite site) {
    Found.only(site, FORWARD_MISSING, "event-operation-created");
  }

  @ParameterizedTest
  @ValueSource(strings = {SETTING, "m2m.forward.default"})
  void findsASettingWithoutAForward(String setting) {
    found(without("").set(setting, "http://ledger.internal"));
    found(
        without("- to: {uri: direct:event-forward, disabled: true}")
            .set(setting, "http://ledger.internal"));
  }

  @Test
  void findsABranchThatSendsToTheEndpointOfAnotherEvent() {
    Found.only(
        new EditedSite().edit("event-forward", "{{m2m.link-opened.", "{{m2m.link-created."),
        FORWARD_MISSING,
        "event-forward/endpoint-of-link-opened");
  }

  @Test
  void findsTheForwardOfTheUnknown() {
    Found.only(
        new EditedSite()
            .putInPlaceOf("event-unknown", "forward-unknown-once", "- log: unknown")
            .set("m2m.unknown.forward", "file:unknown"),
        FORWARD_MISSING,
        "event-unknown");
  }

  @Test
  void findsAHandOverThatIsGone() {
    Found.only(
        new EditedSite()
            .set("m2m.deliveries.repository", "caffeine")
            .putInPlaceOf("webhook-first-delivery", "hand-over", "- log: new"),
        FORWARD_MISSING,
        "webhook-first-delivery");
  }

  @Test
  void allowsARouteWithoutForwardWhereNoneIsSet() {
    Found.nothing(without(""));
    Found.nothing(without("").set("m2m.link-opened.forward", "http://a.internal"));
    Found.nothing(without("").set(SETTING, "{{m2m.forward.default}}"));
  }

  @Test
  void allowsAForwardByAnotherStep() {
    Found.nothing(
        without("- to: direct:ours")
            .set(SETTING, "http://a.internal")
            .with(
                "ours",
                "- from:\n    uri: direct:ours\n    steps:\n      - filter:\n"
                    + "          simple: \"${variable.attempt} > 0\"\n          steps:\n"
                    + "            - to: direct:event-forward\n"));
    Found.nothing(
        without("- to: \"{{m2m.operation-created.forward}}\"").set(SETTING, "http://a.internal"));
  }

  @Test
  void findsABranchOfTheForwardThatIsMissing() {
    Found.only(
        new EditedSite()
            .putInPlaceOf("event-forward", "forwards-operation-created", "")
            .set(SETTING, "http://a.internal"),
        FORWARD_MISSING,
        "event-forward");
  }

  @Test
  void leavesAForwardByAQueueToAnotherFinding() {
    Found.onlyOfAll(
        "at-most-once",
        without("- to: {id: own, uri: \"seda:ours\"}")
            .set(SETTING, "http://a.internal")
            .with(
                "ours",
                "- from:\n    uri: seda:ours\n    steps:\n      - to: direct:event-forward\n"));
  }

  @Test
  void allowsCallsOfTheSitesOwnInPlaceOfTheDefault() {
    Found.nothing(
        without("- to: http://a.internal").set("m2m.forward.default", "http://b.internal"));
  }
}
