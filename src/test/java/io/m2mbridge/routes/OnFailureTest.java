package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class OnFailureTest {
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(
            Map.of(
                "m2m.link-opened.forward",
                "http://127.0.0.1:" + Bridge.freePort(),
                "m2m.dispatch.back-off",
                "1h"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static String event(String name, String linkId) {
    return Event.of(name).withText("data.linkId", linkId).toString();
  }

  @Test
  void answers401WhatM2mDidNotSign() {
    String signature = "sha256=" + "0".repeat(64);
    HttpResponse<String> answer =
        bridge.send(
            Webhook.of(event("link.created", "f_forged"))
                .with("X-M2M-Signature", signature)
                .to(bridge.webhooks()));

    assertEquals(401, answer.statusCode());
  }

  @Test
  void answers503WhatCouldNotBeCommitted() {
    bridge.sql().sql("ALTER TABLE m2m_deliveries RENAME TO m2m_elsewhere").update();
    try {
      HttpResponse<String> answer = bridge.send(event("link.created", "f_lost"));

      assertEquals(503, answer.statusCode());
      assertEquals("60", answer.headers().firstValue("Retry-After").orElse(""));
      assertEquals("Service Unavailable", answer.body());
      assertTrue(
          bridge
              .manage("/observe/metrics")
              .body()
              .contains("outcome=\"unavailable\",reason=\"store-unavailable\"} 1.0"));
    } finally {
      bridge.sql().sql("ALTER TABLE m2m_elsewhere RENAME TO m2m_deliveries").update();
    }
  }

  @Test
  void leavesAnEventsFailureToDispatch() {
    String opened = event("link.opened", "f_failed");
    // Not at once where another test has just shown the database as failing.
    Awaitility.await("its acceptance").until(() -> bridge.send(opened).statusCode() == 200);

    Awaitility.await("its first attempt")
        .until(() -> bridge.delivery("link.opened:f_failed").get("last_error") != null);
    Map<String, Object> row = bridge.delivery("link.opened:f_failed");
    assertEquals("pending", row.get("state"));
    assertEquals(
        "HttpHostConnectException at event-forward/endpoint-of-link-opened", row.get("last_error"));
    assertTrue(row.get("effects_at") != null);
  }
}
