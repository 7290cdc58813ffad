package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bridge whose clock is ten minutes off, next to one whose clock is right: its own webhooks go to
 * quarantine at worst, and the work that it shares is unharmed; nobody's lease ends early, though
 * some work takes longer than a lease.
 */
@Tag("verify")
class ClockIT {
  private static final String SLOW_ROUTE =
      """
      - route:
          id: slow
          description: A call to the site that takes longer than a lease lasts.
          from:
            uri: direct
            parameters:
              name: slow
            steps:
              - delay:
                  id: take-time
                  expression:
                    constant:
                      expression: "12000"
              - to:
                  id: forward-slowly
                  uri: "{{m2m.forward.default}}"
      """;
  private static final String RIGHT = "factoryMethod: systemUTC";
  private static final String SHIFTED =
      """
      factoryMethod: offset
            constructors:
              0: "#bean:right-clock"
              1: %s
          - name: right-clock
            type: java.time.Clock
            factoryMethod: systemUTC""";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void quarantinesWhatComesToItWhileItIsBehind(long seed) throws Exception {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      Node behind = addNode(trial, "PT-10M");
      trial.sendChapter();
      trial.m2m().awaitAnswered();
      String body = Event.of("link.opened").withText("data.linkId", "link_of_behind").toString();
      assertEquals("quarantined", outcome(body, behind));
      trial.model().quarantines(Model.quarantined("ahead", body));

      assertKept(trial);
    }
  }

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void takesWhatComesToItWhileItIsAhead(long seed) throws Exception {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      Node ahead = addNode(trial, "PT10M");
      trial.sendChapter();
      trial.m2m().awaitAnswered();
      String body = Event.of("link.opened").withText("data.linkId", "link_of_ahead").toString();
      assertEquals("accepted", outcome(body, ahead));
      trial.model().runs("link.opened:link_of_ahead", body);

      assertKept(trial);
    }
  }

  /** A node that needs longer than a lease for some events. */
  private Node addNode(Trial trial, String offset) throws IOException {
    Node node =
        trial.addNode(folder.resolve("shifted"), Map.of("M2M_UNKNOWN_FORWARD", "direct:slow"));
    Files.writeString(node.folder().resolve("routes/slow.camel.yaml"), SLOW_ROUTE);
    Path beans = node.folder().resolve("routes/beans.camel.yaml");
    String yaml = Files.readString(beans);
    assertTrue(yaml.contains(RIGHT), yaml);
    Files.writeString(beans, yaml.replace(RIGHT, SHIFTED.formatted(offset)));
    node.start();
    return node;
  }

  private static String outcome(String body, Node node) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(Webhook.of(body).to(node.webhooks()), BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    return Bridge.outcome(answer);
  }

  private static void assertKept(Trial trial) {
    trial.assertKept();
    assertEquals(
        0,
        trial.count("m2m_deliveries WHERE lane = 'unknown' AND state = 'done' AND attempts > 1"),
        "events taken from a node that was slow but alive");
  }
}
