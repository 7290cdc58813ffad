package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.testing.FormerFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpineRuleTest {
  private static final String LANES =
      "lanes: link.created,link.opened,operation.created,operation.cancelled,unknown";
  private static final String JDBC = "precondition: \"'{{m2m.deliveries.repository}}' == 'jdbc'\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-receive",
        "event-dispatch",
        "data-request-dispatch",
        "event-link-created",
        "event-user-data-request",
        "event-unknown"
      })
  void findsAMissingFileOnce(String route) {
    Finding found = Found.only("route-missing", new EditedSite().without(route));

    assertEquals("routes/" + route + ".camel.yaml", found.place().toString());
  }

  @Test
  void findsABranchThatWasRemovedWithItsRouteOnce() {
    Found.only(
        "route-missing",
        new EditedSite()
            .without("event-link-opened")
            .edit(
                "event-dispatch",
                """
                              - id: is-link-opened
                                expression:
                                  simple:
                                    expression: "${variable.event} == 'link.opened'"
                                steps:
                                  - to:
                                      id: to-link-opened
                                      uri: direct
                                      parameters:
                                        name: event-link-opened
                """
                    .replaceAll("(?m)^              ", "              "),
                ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precondition: \"{{m2m.site.on}}\"",
        "precondition: \"'{{m2m.profile:prod}}' == 'dev'\"",
        "precondition: \"'{{m2m.deliveries.repository}}' == 'caffeine'\"",
        "precondition: \"'{{m2m.deliveries.repository}}' != 'jdbc'\"",
        "precondition: false"
      })
  void countsAFalsePreconditionAsMissing(String precondition) {
    EditedSite site = new EditedSite().set("m2m.site.on", "false");
    Finding found =
        Found.only(
            "route-missing",
            site.edit(
                "event-operation-created",
                "    id: event-operation-created\n    desc",
                "    id: event-operation-created\n    " + precondition + "\n    desc"));
    assertEquals(3, found.place().line());
    assertEquals("event-operation-created", found.where());

    Found.only(
        "route-missing",
        new EditedSite().set("m2m.site.on", "false").edit("event-dispatch", JDBC, precondition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "\"{{m2m.site.on}}\"",
        "\"'{{m2m.deliveries.repository}}' == 'jdbc' && '{{m2m.site.on}}' != ''\""
      })
  void allowsATruePrecondition(String precondition) {
    Found.nothing(
        new EditedSite()
            .set("m2m.site.on", "true")
            .edit("event-dispatch", JDBC, "precondition: " + precondition));
  }

  @Test
  void findsARenamedRoute() {
    Finding found =
        Found.only(
            "route-missing",
            new EditedSite()
                .edit("event-link-opened", "    id: event-link-opened\n", "    id: link-opened\n"));

    assertEquals("write id: event-link-opened", found.advice());
  }

  @Test
  void needsNoDispatcherWithoutADatabase() {
    Found.nothing(
        new EditedSite()
            .set("m2m.deliveries.repository", "caffeine")
            .set("m2m.forward.default", "http://ledger.internal/")
            .without("event-dispatch")
            .without("event-link-created"));
  }

  @Test
  void leavesAFileThatIsNoYamlToAnotherRule() {
    Found.onlyOfAll(
        "yaml-syntax", new EditedSite().replace("event-dispatch", "- route:\n\tid: x\n"));
    Found.onlyOfAll("empty-file", new EditedSite().replace("event-unknown", "# later\n"));
    Found.onlyOfAll(
        "yaml-syntax",
        new EditedSite().replace("on-failure", "<<<<<<< HEAD\n- route:\n    id: x\n"));
    Found.onlyOfAll(
        "not-a-route", new EditedSite().replace("event-unknown", "route:\n  id: event-unknown\n"));
  }

  @Test
  void saysWhereToRunIfThereIsNoRoute() {
    EditedSite site = new EditedSite();
    FormerFolder.names(Path.of("routes")).forEach(site::without);

    Found.only("route-missing", site);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event-operation-created",
        "event-dispatch",
        "data-request-dispatch",
        "webhook-receive",
        "webhook-answer",
        "event-forward",
        "notice-dispatch"
      })
  void findsARouteThatIsNotStarted(String route) {
    for (String key :
        List.of(
            "autoStartup: false",
            "autoStartup: \"false\"",
            "auto-startup: \"{{m2m.site.on:false}}\"")) {
      Finding found =
          Found.only(
              "route-not-started",
              new EditedSite()
                  .edit(
                      route,
                      "    id: " + route + "\n    desc",
                      "    id: " + route + "\n    " + key + "\n    desc"));
      assertEquals(3, found.place().line());
    }
  }

  @Test
  void allowsARouteThatIsStartedByHand() {
    Found.nothing(
        new EditedSite()
            .with(
                "report",
                "- route:\n    id: report\n    autoStartup: false\n    from:\n      uri: sql:SELECT 1\n      steps:\n        - to: log:x\n")
            .edit("retention", "    id: retention\n", "    id: retention\n    autoStartup: false\n")
            .edit(
                "event-unknown",
                "    id: event-unknown\n",
                "    id: event-unknown\n    autoStartup: true\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "'lanes: link.created,link.opened,operation.created,unknown', operation.cancelled",
    "'lanes: link.created,link.opened,operation.created,operation.canceled,unknown', operation.cancelled",
    "'lanes: link.created,link.opened,operation.created,operation.cancelled', unknown",
    "'lanes: unknown', link.created",
    "'workersPerLane: 1', link.created"
  })
  void findsALaneThatNobodyClaims(String lanes, String lost) {
    Finding found =
        Found.only("lane-missing", new EditedSite().edit("event-dispatch", LANES, lanes));

    assertTrue(found.problem().contains(lost), found.problem());
    assertEquals("event-dispatch", found.where());
  }

  @Test
  void findsThatNobodyClaimsDataRequests() {
    Finding found =
        Found.only(
            "lane-missing",
            new EditedSite()
                .edit(
                    "data-request-dispatch",
                    "lanes: user.data_request",
                    "lanes: user.data-request"));

    assertEquals("add user.data_request to lanes in place of user.data-request", found.advice());
    assertEquals(12, found.place().line());
  }

  @Test
  void allowsLanesInAnotherOrderAndForm() {
    Found.nothing(
        new EditedSite()
            .edit(
                "event-dispatch",
                LANES,
                "lanes: \"unknown, operation.cancelled, operation.created, link.opened, link.created\""));
    Found.nothing(
        new EditedSite()
            .edit("event-dispatch", "        " + LANES + "\n", "")
            .edit(
                "event-dispatch",
                "uri: m2m-deliveries:events",
                "uri: m2m-deliveries:events?lanes=link.created,link.opened,operation.created,operation.cancelled,unknown"));
  }

  @Test
  void findsADispatcherWithoutWorkers() {
    Found.only(
        "route-not-started",
        new EditedSite()
            .edit("event-dispatch", "workers: \"{{m2m.dispatch.workers}}\"", "workers: 0"));
  }
}
