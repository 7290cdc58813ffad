package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookAnswerTest {
  private static final Set<String> HEADERS =
      Set.of("transfer-encoding", "content-length", "content-type", "connection");
  private static Bridge bridge;

  private final String id = UUID.randomUUID().toString();
  private final String body = Event.of("link.opened").withText("data.linkId", id).toString();

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @Test
  void says200WithTheOutcome() {
    for (String outcome : List.of("accepted", "duplicate")) {
      HttpResponse<String> answer = bridge.send(body);
      assertEquals(200, answer.statusCode());
      assertEquals("OK", answer.body());
      assertEquals(outcome, Bridge.outcome(answer));
      assertEquals(List.of(outcome), answer.headers().allValues("M2M-Bridge-Outcome"));
    }
    HttpResponse<String> answer = bridge.send("{}");
    assertEquals(200, answer.statusCode());
    assertEquals("OK", answer.body());
    assertEquals("quarantined", Bridge.outcome(answer));
  }

  /** Whatever is sent along, the answer has its own few headers and no others. */
  @ParameterizedTest
  @CsvSource({
    "200, POST, /webhooks/m2m, application/json, true",
    "401, POST, /webhooks/m2m, application/json, false",
    "400, POST, /webhooks/m2m?echo-me=echo-me, application/json, true",
    "404, POST, /webhooks/m2mx/echo-me, application/json, true",
    "405, PUT, /webhooks/m2m/echo-me, application/json, true",
    "415, POST, /webhooks/m2m/echo-me, text/echo-me, true",
  })
  void echoesNothing(int status, String method, String path, String type, boolean signed) {
    byte[] bytes = body.replace("user_12345", "echo-me").getBytes(UTF_8);
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String signature = new Signature(Bridge.SECRET).sign(signed ? timestamp : "1", bytes);
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Content-Type: " + type,
                "X-M2M-Timestamp: " + timestamp,
                "X-M2M-Signature: " + signature,
                "X-M2M-Event: echo-me",
                "X-Anything: echo-me",
                "User-Agent: echo-me",
                "Cookie: echo-me=echo-me",
                "Set-Cookie: echo-me=echo-me",
                "Location: https://echo-me",
                "Origin: https://echo-me",
                "Via: 1.1 echo-me",
                "M2M-Bridge-Outcome: echo-me",
                "Retry-After: 1"));
    RawHttp.Answer answer =
        new RawHttp(bridge.port()).send(method + " " + path + " HTTP/1.1", headers, bytes);
    assertEquals(status, answer.status());
    assertFalse(answer.toString().contains("echo-me"), answer::toString);
    assertFalse(answer.toString().contains(signature.substring(7)), answer::toString);
    for (String line : answer.headers()) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      assertTrue(
          HEADERS.contains(name)
              || (status == 200 && name.equals("m2m-bridge-outcome"))
              || (status == 405 && name.equals("allow")),
          line);
    }
  }

  @Test
  void tellsAStrangerNothingOfWhy() {
    HttpResponse<String> unsigned =
        bridge.send(Webhook.of(body).with("X-M2M-Signature", null).to(bridge.webhooks()));
    HttpResponse<String> forged =
        bridge.send(
            Webhook.of(body)
                .with("X-M2M-Signature", "sha256=" + "0".repeat(64))
                .to(bridge.webhooks()));
    assertEquals(401, unsigned.statusCode());
    assertEquals(unsigned.body(), forged.body());
    assertEquals(unsigned.headers().map(), forged.headers().map());
  }

  // Metrics

  @ParameterizedTest
  @CsvSource({
    "path, POST, /webhooks/m2mx, Content-Type: application/json",
    "method, PUT, /webhooks/m2m, Content-Type: application/json",
    "content-encoding, POST, /webhooks/m2m, Content-Encoding: gzip",
    "media-type, POST, /webhooks/m2m, Content-Type: text/plain",
    "query, POST, /webhooks/m2m?a=1, Content-Type: application/json",
  })
  void countsWhyItRefuses(String reason, String method, String path, String header) {
    String[] labels = {"outcome=\"refused\"", "reason=\"" + reason + "\""};
    double before = metric("m2m_webhooks_total", labels);

    RawHttp.Answer answer =
        new RawHttp(bridge.port())
            .send(method + " " + path + " HTTP/1.1", List.of(header), body.getBytes(UTF_8));

    assertEquals("Not accepted", answer.body());
    assertEquals("text/plain", answer.header("Content-Type"));
    assertEquals(1, metric("m2m_webhooks_total", labels) - before);
  }

  @Test
  void countsEachEventByItsOutcome() {
    double accepted = webhooks("link.opened", "accepted");
    double duplicate = webhooks("link.opened", "duplicate");
    double quarantined = webhooks("link.opened", "quarantined");
    bridge.send(body);
    bridge.send(body);
    bridge.send(body);
    bridge.send(body.replace("iOS", "Android"));
    assertEquals(accepted + 1, webhooks("link.opened", "accepted"));
    assertEquals(duplicate + 2, webhooks("link.opened", "duplicate"));
    assertEquals(quarantined + 1, webhooks("link.opened", "quarantined"));
  }

  @Test
  void countsWhatIsRefused() {
    double unauthorized = webhooks("none", "unauthorized");
    double refused = webhooks("none", "refused");
    bridge.send(Webhook.of(body).with("X-M2M-Signature", "x").to(bridge.webhooks()));
    bridge.send(Webhook.of(body).with("Content-Type", "text/plain").to(bridge.webhooks()));
    assertEquals(unauthorized + 1, webhooks("none", "unauthorized"));
    assertEquals(refused + 1, webhooks("none", "refused"));
  }

  @Test
  void countsAllUnknownEventsUnderOneLabel() {
    double before = webhooks("unknown", "accepted");
    for (int i = 0; i < 5; i++) {
      bridge.send("{\"event\":\"new." + id + i + "\",\"data\":{}}");
    }
    bridge.send(Webhook.of(body).with("X-M2M-Event", id).to(bridge.webhooks()));
    assertEquals(before + 5, webhooks("unknown", "accepted"));
    assertFalse(metrics().contains(id));
  }

  @Test
  void timesEachWebhook() {
    double before = metric("m2m_webhook_seconds_count");
    bridge.send(body);
    bridge.send(Webhook.of(body).with("X-M2M-Signature", "x").to(bridge.webhooks()));
    assertEquals(before + 2, metric("m2m_webhook_seconds_count"));
    assertTrue(metric("m2m_webhook_seconds_sum") > 0);
  }

  @Test
  void countsAHeaderThatNamesAnotherEvent() {
    double before = metric("m2m_webhook_header_mismatches_total");
    bridge.send(Webhook.of(body).with("X-M2M-Event", "link.opened").to(bridge.webhooks()));
    bridge.send(Webhook.of(body).with("X-M2M-Event", null).to(bridge.webhooks()));
    assertEquals(before, metric("m2m_webhook_header_mismatches_total"));
    bridge.send(Webhook.of(body).with("X-M2M-Event", "link.created").to(bridge.webhooks()));
    assertEquals(before + 1, metric("m2m_webhook_header_mismatches_total"));
  }

  // The log

  @Test
  void leavesOneLineOnEachWebhook() {
    try (Logs logs = new Logs()) {
      bridge.send(Webhook.of(body).with("X-M2M-Event", "link.created").to(bridge.webhooks()));
      bridge.send(Webhook.of(body).with("X-M2M-Signature", "x").to(bridge.webhooks()));
      bridge.send(Webhook.of(body).with("Content-Type", "x").to(bridge.webhooks()));
      List<String> lines = logs.of("m2m.webhook");
      List<String> ofStrangers = logs.of("m2m.webhook.stranger");
      assertEquals(1, lines.size());
      assertEquals(2, ofStrangers.size());
      assertTrue(
          lines
              .get(0)
              .matches(
                  "webhook accepted 200 event=link\\.opened key=link\\.opened:"
                      + id
                      + " reference=user_12345 header-differs=true ms=\\d+"),
          lines.get(0));
      assertTrue(
          ofStrangers.get(0).matches("webhook unauthorized 401 reason=malformed-signature ms=\\d+"),
          ofStrangers::toString);
      assertTrue(
          ofStrangers.get(1).matches("webhook refused 415 reason=media-type ms=\\d+"),
          ofStrangers::toString);
    }
  }

  @Test
  void saysAndCountsWhyAWebhookWasRefusedOrQuarantined() {
    double large = refusals("refused", "body-too-large");
    double method = refusals("refused", "method");
    double stale = refusals("quarantined", "stale");
    try (Logs logs = new Logs()) {
      bridge.send(" ".repeat(262_145));
      bridge.send(HttpRequest.newBuilder(bridge.webhooks()).build());
      bridge.send(Webhook.of(body).signedAt("1700000000").to(bridge.webhooks()));
      assertEquals(large + 1, refusals("refused", "body-too-large"));
      assertEquals(method + 1, refusals("refused", "method"));
      assertEquals(stale + 1, refusals("quarantined", "stale"));
      List<String> ofStrangers = logs.of("m2m.webhook.stranger");
      assertTrue(ofStrangers.get(0).startsWith("webhook refused 413 reason=body-too-large"));
      assertTrue(ofStrangers.get(1).startsWith("webhook refused 405 reason=method ms="));
      String quarantined = logs.of("m2m.webhook").get(0);
      assertTrue(quarantined.startsWith("webhook quarantined 200 reason=stale event=link.opened"));
    }
  }

  private static double refusals(String outcome, String reason) {
    return metric("m2m_webhooks_total", "outcome=\"" + outcome + "\"", "reason=\"" + reason + "\"");
  }

  private static double webhooks(String event, String outcome) {
    return metric("m2m_webhooks_total", "event=\"" + event + "\"", "outcome=\"" + outcome + "\"");
  }

  /** The value of the one series of a name with these labels; 0 when there is none. */
  private static double metric(String name, String... labels) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String metrics() {
    HttpResponse<String> metrics = bridge.manage("/observe/metrics");
    assertEquals(200, metrics.statusCode());
    return metrics.body();
  }
}
