package io.m2mbridge.routes;

import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

/** Webhooks with ids of their own, sent to the shared bridge, and their rows. */
abstract class SentWebhooks {
  static final String POST = "POST /webhooks/m2m HTTP/1.1";
  static Bridge bridge;

  /** Of this test alone, so that none meets the events of another. */
  final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  Event opened() {
    return Event.of("link.opened").withText("data.linkId", id);
  }

  Event created() {
    return Event.of("operation.created")
        .withText("data.operationId", id)
        .withText("data.linkId", id);
  }

  static HttpResponse<String> send(Webhook webhook) {
    return bridge.send(webhook.to(bridge.webhooks()));
  }

  static RawHttp raw() {
    return new RawHttp(bridge.port());
  }

  /** Content type, timestamp and signature, in this order. */
  static List<String> headers(byte[] body) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    return new ArrayList<>(
        List.of(
            "Content-Type: application/json",
            "X-M2M-Timestamp: " + timestamp,
            "X-M2M-Signature: " + new Signature(Bridge.SECRET).sign(timestamp, body)));
  }

  static Map<String, Object> one(String where) {
    return bridge.sql().sql("SELECT * FROM m2m_deliveries WHERE " + where).query().singleRow();
  }

  static long count() {
    return count("true");
  }

  static long count(String where) {
    return bridge
        .sql()
        .sql("SELECT count(*) FROM m2m_deliveries WHERE " + where)
        .query(Long.class)
        .single();
  }

  static Instant instant(Map<String, Object> row, String column) {
    return ((Timestamp) row.get(column)).toInstant();
  }
}
