package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks that M2M signed, and that can't be used. */
class WebhookQuarantineTest extends SentWebhooks {
  @Test
  void quarantinesOtherContentForAKnownKey() {
    send(Webhook.of(created().toString()));
    String other = created().with("data.amount.send", "100.01").toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other))));
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other))));

    Map<String, Object> row = one("link_id = '" + id + "' AND state = 'quarantined'");
    assertEquals("conflict", row.get("reason"));
    assertEquals("quarantine:conflict:" + row.get("content_hash"), row.get("event_key"));
    assertArrayEquals(other.getBytes(UTF_8), (byte[]) row.get("body"));
    assertEquals("operation.created", row.get("event"));
    assertEquals("user_12345", row.get("reference_id"));
    assertEquals(1, row.get("duplicates"));
    assertEquals(0, row.get("attempts"));

    Map<String, Object> known = bridge.await("operation.created:" + id, "done");
    assertEquals(0, known.get("duplicates"));
    assertNotEquals(row.get("content_hash"), known.get("content_hash"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale", "ahead"})
  void quarantinesWhatIsOutsideTheWindowUntilAFreshCopyComes(String reason) {
    Instant signedAt =
        reason.equals("stale")
            ? Instant.now().minus(Duration.ofHours(3)).minusSeconds(2)
            : Instant.now().plus(Duration.ofMinutes(5)).plusSeconds(30);
    String body = opened().toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(body).signedAt(signedAt))));
    Map<String, Object> row = one("link_id = '" + id + "'");
    assertEquals("quarantined", row.get("state"));
    assertEquals(reason, row.get("reason"));
    assertEquals("quarantine:" + reason + ":" + row.get("content_hash"), row.get("event_key"));
    assertNull(bridge.delivery("link.opened:" + id));

    assertEquals("accepted", Bridge.outcome(send(Webhook.of(body))));
    bridge.await("link.opened:" + id, "done");
  }

  @Test
  void quarantinesAStaleCopyWithOtherContent() {
    send(Webhook.of(opened().toString()));
    Instant old = Instant.now().minus(Duration.ofHours(4));
    String other = opened().withText("data.openedAt", "2020-01-01T00:00:00Z").toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other).signedAt(old))));
    assertEquals(1, count("link_id = '" + id + "' AND state = 'quarantined'"));
  }

  @Test
  void acceptsWhatIsJustInsideTheWindow() {
    Instant oldest = Instant.now().minus(Duration.ofHours(3)).plusSeconds(30);
    assertEquals(
        "accepted", Bridge.outcome(send(Webhook.of(opened().toString()).signedAt(oldest))));
    Instant newest = Instant.now().plus(Duration.ofMinutes(5)).minusSeconds(2);
    assertEquals(
        "accepted", Bridge.outcome(send(Webhook.of(created().toString()).signedAt(newest))));
  }

  static Stream<Object[]> faulty() {
    Stream<Object[]> faults =
        Stream.of(
            new Object[] {"bad-encoding", bytes("{\"a\":\"\u00ff\"}", StandardCharsets.ISO_8859_1)},
            new Object[] {"bad-json", bytes("", UTF_8)},
            new Object[] {"bad-json", bytes("{", UTF_8)},
            new Object[] {"bad-json", bytes("[]", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":1,\"a\":1}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":\"\\u0000\"}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":\"\\ud800\"}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":1e999999999}", UTF_8)},
            new Object[] {"bad-json", bytes("\u0000\u0001\u0002", UTF_8)},
            new Object[] {"bad-event", bytes("{}", UTF_8)},
            new Object[] {"bad-data", bytes("{\"event\":\"link.opened\"}", UTF_8)},
            new Object[] {
              "bad-id", bytes(Event.of("link.opened").with("data.linkId", "7").toString(), UTF_8)
            },
            new Object[] {
              "bad-amount",
              bytes(
                  Event.of("operation.created").with("data.amount.fee", "\"1\"").toString(), UTF_8)
            },
            new Object[] {
              "bad-required-fields",
              bytes(
                  Event.of("user.data_request").with("data.requiredFields", "{}").toString(), UTF_8)
            });
    return faults;
  }

  /** Whatever M2M signed is kept as it came, and answered 200, so that it isn't sent again. */
  @ParameterizedTest
  @MethodSource("faulty")
  void quarantinesWhatCannotBeUsed(String reason, byte[] body) {
    HttpResponse<String> answer = send(Webhook.of(body));
    assertEquals(200, answer.statusCode());
    assertEquals("quarantined", Bridge.outcome(answer));
    Map<String, Object> row =
        bridge
            .sql()
            .sql("SELECT * FROM m2m_deliveries WHERE body = :body")
            .param("body", body)
            .query()
            .singleRow();
    assertEquals("quarantined", row.get("state"));
    assertEquals(reason, row.get("reason"));
    assertEquals("quarantine:" + reason + ":" + row.get("content_hash"), row.get("event_key"));
    assertNull(row.get("effects_at"));
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(body))));
    assertEquals(1, bridge.delivery(row.get("event_key").toString()).get("duplicates"));
  }

  private static byte[] bytes(String text, java.nio.charset.Charset charset) {
    return text.getBytes(charset);
  }
}
