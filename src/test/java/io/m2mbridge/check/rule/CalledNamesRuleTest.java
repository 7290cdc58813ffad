package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalledNamesRuleTest {
  private static EditedSite with(String step) {
    return new EditedSite()
        .with("site", "- from:\n    uri: direct:site\n    steps:\n      - " + step + "\n");
  }

  @Test
  void findsAMisspeltDirect() {
    Finding found =
        Found.only(
            "unknown-route",
            new EditedSite().edit("event-unknown", "name: event-forward", "name: event-forwrd"));

    assertEquals("event-unknown/forward-unknown", found.where());
    assertTrue(found.advice().contains("did you mean direct:event-forward?"), found.advice());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: direct:event-forwrd",
        "to: direct:event-forwrd?block=false",
        "to-d: direct://event-forwrd",
        "wireTap: direct:event-forwrd",
        "wireTap:\n          uri: direct\n          parameters: {name: event-forwrd}",
        "enrich:\n          constant: direct:event-forwrd",
        "recipientList:\n          constant: \"direct:event-forward,direct:event-forwrd\"",
        "to: \"{{m2m.site.no-such-setting:direct:event-forwrd}}\""
      })
  void findsItInEachForm(String step) {
    Found.only("unknown-route", with(step));
  }

  @Test
  void findsItInARouteConfiguration() {
    Found.only(
        "unknown-route",
        new EditedSite()
            .with(
                "site",
                "- routeConfiguration:\n    id: site\n    onException:\n      - onException:\n          exception: [java.io.IOException]\n          steps:\n            - to: direct:sit\n"));
  }

  @Test
  void leavesARouteWithTheInputOfAnotherToThatFinding() {
    Found.nothing(
        new EditedSite()
            .edit("event-link-opened", "name: event-link-opened", "name: event-link-created"));
  }

  @Test
  void namesTheSettingOfAForward() {
    Finding found =
        Found.only(
            "unknown-route",
            new EditedSite().set("m2m.operation-created.forward", "direct:forward-to-kafk"));

    assertTrue(
        found
            .problem()
            .contains("the setting m2m.operation-created.forward is direct:forward-to-kafk"),
        found.problem());
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.forward.default, direct:nobody, unknown-route",
    "m2m.notify.endpoint, direct:nobody, unknown-route",
    "m2m.notify.endpoint, seda:notify-truble, queue-without-reader",
    "m2m.forward.default, seda:nobody?size=10, queue-without-reader",
    "m2m.unknown.forward, {{m2m.site.own}}, unknown-route"
  })
  void findsSettings(String key, String value, String id) {
    Found.only(id, new EditedSite().set("m2m.site.own", "direct:nobody").set(key, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: seda:nobody",
        "to:\n          uri: seda\n          parameters:\n            name: nobody",
        "wireTap: seda:nobody?size=5"
      })
  void findsAQueueThatNobodyReads(String step) {
    Found.only("queue-without-reader", with(step));
  }

  @Test
  void findsTheQueueOfDeadLetters() {
    Finding found =
        Found.only(
            "queue-without-reader",
            new EditedSite()
                .edit(
                    "event-dispatch",
                    "deadLetterUri: seda:notify-trouble",
                    "deadLetterUri: seda:notify-truble"));

    assertTrue(found.advice().contains("seda:notify-trouble"), found.advice());
  }

  @Test
  void saysThatThePreconditionIsFalse() {
    Finding found =
        Found.only(
            "unknown-route",
            with("to: direct:part")
                .with(
                    "part",
                    "- route:\n    id: part\n    precondition: \"'{{m2m.deliveries.repository}}' == 'caffeine'\"\n    from:\n      uri: direct:part\n      steps:\n        - log: x\n"));

    assertTrue(found.problem().contains("precondition"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to: direct:event-forward",
        "to: seda:notify-trouble?waitForTaskToComplete=Never",
        "toD: direct:${variable.x}",
        "to: \"{{m2m.site.unset}}\"",
        "to: log:direct:nobody",
        "pollEnrich:\n          constant: seda:nobody"
      })
  void allowsOthers(String step) {
    Found.nothing(with(step));
  }

  @Test
  void allowsAQueueThatIsPolled() {
    Found.nothing(
        with("to: seda:parts")
            .with("poll", "- from:\n    uri: direct:poll\n    steps:\n      - poll: seda:parts\n"));
  }

  @Test
  void allowsARouteOfASite() {
    Found.nothing(
        new EditedSite()
            .set("m2m.operation-created.forward", "direct:ledger")
            .with(
                "ledger",
                "- from:\n    uri: direct\n    parameters:\n      name: ledger\n    steps:\n      - to: log:x\n"));
  }
}
