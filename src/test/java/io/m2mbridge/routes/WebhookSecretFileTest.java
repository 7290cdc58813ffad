package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("verify")
@Timeout(120)
class WebhookSecretFileTest {
  private static final String OLD = "whsec_old_of_the_file_1";
  private static final String NEW = "whsec_new_of_the_file_2";
  private static final String BODY = Event.of("link.created").toString();

  private static int status(Bridge bridge, String secret) {
    String now = Long.toString(Instant.now().getEpochSecond());
    HttpRequest request =
        Webhook.of(BODY)
            .with("X-M2M-Timestamp", now)
            .with("X-M2M-Signature", new Signature(secret).sign(now, BODY.getBytes(UTF_8)))
            .to(bridge.webhooks());
    return bridge.send(request).statusCode();
  }

  @Test
  void takesSecretAndKeyFromFilesAndANewSecretWithoutARestart(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("webhook"), OLD + "\n");
    Path key = Files.writeString(folder.resolve("key"), "m2m_test_of_the_file\n");
    Map<String, String> settings =
        Map.of(
            "m2m.webhook.secret",
            "",
            "m2m.webhook.secret-file",
            file.toString(),
            "m2m.api.key",
            "",
            "m2m.api.key-file",
            key.toString());
    try (Bridge bridge = Bridge.start(settings)) {
      assertEquals(200, status(bridge, OLD));
      assertEquals(401, status(bridge, NEW));

      Files.writeString(file, NEW + "\n");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> status(bridge, NEW) == 200);

      assertEquals(401, status(bridge, OLD));
      String metrics = bridge.manage("/observe/metrics").body();
      for (String secret : new String[] {OLD, NEW}) {
        assertTrue(
            metrics.contains(
                "m2m_webhook_secret_matches_total{secret=\""
                    + Signature.fingerprint(secret)
                    + "\"} 1.0"),
            metrics);
      }
    }
  }

  @Test
  void takesTheSecretFromAPlaceholder() {
    System.setProperty("other.secret", NEW);
    try (Bridge bridge = Bridge.start(Map.of("m2m.webhook.secret", "{{sys:other.secret}}"))) {
      assertEquals(200, status(bridge, NEW));
      assertEquals(401, status(bridge, OLD));
    } finally {
      System.clearProperty("other.secret");
    }
  }
}
