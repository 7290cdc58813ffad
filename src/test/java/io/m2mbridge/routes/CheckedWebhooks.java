package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Requests with a good signature, sent to the shared bridge. */
abstract class CheckedWebhooks {
  static final String JSON = "Content-Type: application/json";
  static final String POST = "POST /webhooks/m2m HTTP/1.1";
  static Bridge bridge;
  static RawHttp http;
  final String id = UUID.randomUUID().toString();
  final byte[] body =
      ("{\"event\":\"link.opened\",\"data\":{\"linkId\":\"" + id + "\",\"referenceId\":\"r\"}}")
          .getBytes(UTF_8);

  Logs logs;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    http = new RawHttp(bridge.port());
  }

  @BeforeEach
  void listen() {
    logs = new Logs();
  }

  @AfterEach
  void logsNoError() {
    logs.close();
    assertEquals(List.of(), logs.from(Level.ERROR));
  }

  RawHttp.Answer send(String requestLine, List<String> headers) {
    return http.send(requestLine, signed(body, headers.toArray(String[]::new)), body);
  }

  static List<String> signed(byte[] body, String... headers) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("X-M2M-Timestamp: " + timestamp);
    all.add("X-M2M-Signature: " + new Signature(Bridge.SECRET).sign(timestamp, body));
    return all;
  }

  void assertAccepted(RawHttp.Answer answer) {
    assertTrue(answer.status() == 200 || answer.status() == 100, answer::toString);
    assertTrue((answer.headers() + answer.body()).contains("M2M-Bridge-Outcome: accepted"));
    assertNotNull(bridge.delivery("link.opened:" + id));
  }

  void assertRefused(int status, RawHttp.Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertNull(answer.header("M2M-Bridge-Outcome"));
    assertNull(answer.header("Location"));
    assertNull(bridge.delivery("link.opened:" + id));
  }
}
