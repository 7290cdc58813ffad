package io.m2mbridge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.Signals;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged bridge with a log shipper that stops reading. */
@Tag("verify")
@Timeout(180)
class StuckLogIT {
  /** Their lines are more than a pipe holds, 64 KiB. */
  private static final int WEBHOOKS = 800;

  private static final Duration PROMPT = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private BridgeLauncher packaged;

  @Test
  void answersWebhooksThoughNobodyReadsTheLogAndStopsWhenTold() throws Exception {
    // cat is the shipper. The shell waits for it alone once the JVM has ended, and gives the JVM's.
    packaged =
        BridgeLauncher.packaged(folder)
            .withoutDatabase()
            .withScript("\"$@\" > >(exec cat) & wait $!");
    try (BridgeProcess shell = packaged.start()) {
      ProcessHandle bridge = child(shell, "java");
      ProcessHandle shipper = child(shell, "cat");
      Signals.send(shipper.pid(), "STOP");
      for (int i = 0; i < WEBHOOKS; i++) {
        assertEquals(200, send(i));
      }
      assertEquals(200, packaged.manage("/observe/health/live").statusCode());
      assertTrue(
          packaged.manage("/observe/metrics").body().contains("\nm2m_log_lines_dropped_total 0.0"));

      bridge.destroy();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !bridge.isAlive());
      Signals.send(shipper.pid(), "CONT");
      assertEquals(143, shell.awaitExit());
    }
  }

  private static ProcessHandle child(BridgeProcess shell, String command) {
    return ProcessHandle.of(shell.pid())
        .orElseThrow()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith(command))
        .findFirst()
        .orElseThrow();
  }

  private int send(int number) throws Exception {
    String event = Event.of("link.opened").withText("data.linkId", "link_" + number).toString();
    HttpRequest webhook = Webhook.of(event).to(packaged.webhooks());
    return HTTP.send(
            HttpRequest.newBuilder(webhook, (name, value) -> true).timeout(PROMPT).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
