package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bridge whose clock is ten minutes behind, beside one whose clock is right: its own webhooks go
 * to quarantine, and the work that it shares is unharmed; nobody's lease ends early, though some
 * work takes longer than a lease.
 */
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
  private static final String BEHIND =
      """
      factoryMethod: offset
            constructors:
              0: "#bean:right-clock"
              1: PT-10M
          - name: right-clock
            type: java.time.Clock
            factoryMethod: systemUTC""";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void quarantinesAtWorst(long seed) throws IOException, InterruptedException {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      Node behind =
          trial.addNode(folder.resolve("behind"), Map.of("M2M_UNKNOWN_FORWARD", "direct:slow"));
      Files.writeString(behind.folder().resolve("routes/slow.camel.yaml"), SLOW_ROUTE);
      Path beans = behind.folder().resolve("routes/beans.camel.yaml");
      String yaml = Files.readString(beans);
      assertTrue(yaml.contains(RIGHT), yaml);
      Files.writeString(beans, yaml.replace(RIGHT, BEHIND));
      behind.start();

      trial.sendChapter();
      trial.m2m().awaitAnswered();
      String body = Events.of("link.opened").withText("data.linkId", "link_of_behind").toString();
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(Webhook.of(body).to(behind.webhooks()), BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertEquals("quarantined", Bridge.outcome(answer));
      trial.model().quarantines(Model.quarantined("ahead", body));

      trial.assertKept();
    }
  }
}
