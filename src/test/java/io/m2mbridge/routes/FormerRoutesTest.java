package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.FormerFolder;
import io.m2mbridge.testing.LogLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that a site made of the routes of commit 3e67f09, with this version's jar. */
@Tag("verify")
class FormerRoutesTest {
  private static final Pattern ID = Pattern.compile("(?m)^ *(?:- )?id: (\\S+)$");

  @TempDir private Path folder;

  @Test
  void runsThemAsTheyWere() {
    try (FormerJourney journey = FormerJourney.start(FormerFolder.whole(folder))) {
      journey.runsEachEvent();
    }
  }

  @Test
  void runsThemWithEditsOfASite() {
    FormerFolder edited =
        FormerFolder.whole(folder)
            // a row in a table of the site's own, in the same transaction
            .edit(
                "event-operation-created",
                "              - to:\n                  id: place-hold\n",
                """
                              - to:
                                  id: write-ledger
                                  uri: sql
                                  parameters:
                                    dataSource: "#dataSource"
                                    query: "INSERT INTO ledger VALUES (:#${variable.data[operationId]}, :#${variable.data[amount][send]})"
                                    noop: true
                              - to:
                                  id: place-hold
                """)
            // a copy for an audit service
            .edit(
                "event-operation-created",
                "        - to:\n            id: forward-operation-created\n",
                """
                        - wireTap:
                            id: tell-audit
                            uri: mock:audit
                        - to:
                            id: forward-operation-created
                """)
            // nothing is fetched ahead
            .edit("event-link-opened", "name: user-data-prefetch", "name: site-nothing")
            .write(
                "site-nothing",
                """
                - route:
                    id: site-nothing
                    from:
                      uri: direct:site-nothing
                      steps:
                        - log: link opened
                """)
            // an event that M2M added since, by a branch where the others are
            .edit(
                "event-dispatch",
                "            otherwise:\n",
                """
                              - id: is-operation-completed
                                simple: "${variable.event} == 'operation.completed'"
                                steps:
                                  - to: mock:completed
                            otherwise:
                """)
            // users' data from another source
            .write(
                "user-data-lookup",
                """
                - route:
                    id: user-data-lookup
                    from:
                      uri: direct:user-data-lookup
                      steps:
                        - to:
                            uri: sql
                            parameters:
                              dataSource: "#dataSource"
                              query: "SELECT name AS \\"name.firstName\\" FROM customers WHERE customer = :#${variable.referenceId}"
                """)
            // a reply is sent again five times
            .edit("on-failure", "maximumRedeliveries: 3", "maximumRedeliveries: 5")
            // the text of a notice
            .edit("notify", "M2M ${variable.notice}", "Our M2M ${variable.notice}");
    try (FormerJourney journey = FormerJourney.start(edited)) {
      journey.runsEachEvent();
      assertEquals(1, journey.count("SELECT count(*) FROM ledger"));
      assertEquals(1, journey.received("audit"));
      assertEquals(1, journey.received("completed"));
      assertEquals(Set.of("Our"), journey.firstWordsOfNotices());
    }
  }

  @Test
  void runsSomeOfThemAmongThePresentOnes() {
    FormerFolder mixed =
        FormerFolder.mixed(
            folder,
            "data-request-answer",
            "event-user-data-request",
            "user-data-get",
            "user-data-prefetch",
            "webhook-receive",
            "event-forward",
            "reply-send",
            "reply-put",
            "on-failure");
    try (LogLines log = LogLines.capture();
        FormerJourney journey = FormerJourney.start(mixed)) {
      journey.runsEachEvent();
      assertEquals(List.of(), log.with("No route calls"));
    }
  }

  @Test
  void namesThoseThatNoRouteCallsAnyMore() {
    FormerFolder mixed =
        FormerFolder.mixed(
            folder,
            "reply-report",
            "user-data-keep",
            "user-data-in-time",
            "data-request-forget",
            "webhook-answer",
            "webhook-check",
            "data-request-reply",
            "reply-trouble",
            "reply-call");
    try (LogLines log = LogLines.capture();
        FormerJourney journey = FormerJourney.start(mixed)) {
      journey.runsEachEvent();
      assertEquals(4, log.with("No route calls").size());
      assertTrue(
          log.with("No route calls")
              .get(1)
              .endsWith(
                  "No route calls reply-report any more: data-request-end does its work. Move your"
                      + " changes there, and delete reply-report.camel.yaml."));
    }
  }

  /** Camel refuses an id that stands twice, so that two such files couldn't be loaded together. */
  @Test
  void givesNoStepAnIdThatAFormerFileOfAnotherNameHas() {
    Path present = Path.of("routes");
    Path kept = Path.of("src/main/resources/former-routes");
    Set<String> mistakes = new TreeSet<>();
    for (Path of : List.of(present, kept)) {
      for (String route : FormerFolder.names(of)) {
        Set<String> ids = ids(of, route);
        for (String former : FormerFolder.names(FormerFolder.FILES)) {
          if (!former.equals(route)) {
            ids(FormerFolder.FILES, former).stream()
                .filter(ids::contains)
                .map(id -> route + " and the former " + former + ": " + id)
                .forEach(mistakes::add);
          }
        }
      }
    }
    assertEquals(Set.of(), mistakes);
  }

  private static Set<String> ids(Path folder, String route) {
    return ID.matcher(FormerFolder.read(folder.resolve(route + ".camel.yaml")))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }
}
