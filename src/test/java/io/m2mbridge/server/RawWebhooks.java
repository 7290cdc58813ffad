package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Webhooks written byte by byte to the shared bridge. */
abstract class RawWebhooks {
  static final String POST = "POST /webhooks/m2m HTTP/1.1\r\n";
  static final String HOST = "Host: m2m\r\n";
  static final String JSON = "Content-Type: application/json\r\n";
  static final String BODY = Event.of("link.opened").toString();
  static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @BeforeEach
  void empty() {
    bridge.awaitIdle();
    bridge.sql().sql("DELETE FROM m2m_deliveries").update();
  }

  @AfterEach
  void answersTheNextGoodWebhook() {
    assertEquals(0, stored());
    assertEquals(200, bridge.send(BODY).statusCode());
  }

  static long stored() {
    return bridge.sql().sql("SELECT count(*) FROM m2m_deliveries").query(Long.class).single();
  }

  /** The two headers of a signature that fits the body. */
  static String signed(String body) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String signature = new Signature(Bridge.SECRET).sign(timestamp, body.getBytes(UTF_8));
    return "X-M2M-Timestamp: " + timestamp + "\r\nX-M2M-Signature: " + signature + "\r\n";
  }

  static String length(String body) {
    return "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
  }

  static String chunked(String body) {
    return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
  }

  static String good() {
    return POST + HOST + JSON + signed(BODY) + length(BODY) + "\r\n" + BODY;
  }
}
