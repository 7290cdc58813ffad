package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.ShippedNotices;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.RecordingServer;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class NotifyTest {
  private static final String KEY = "operation.created:${body}\u00e9";

  @Test
  void postsOneLineToAnHttpEndpointAndNothingElse() {
    try (RecordingServer chat = new RecordingServer();
        Bridge bridge =
            Bridge.start(Map.of("m2m.notify.endpoint", chat.baseUrl() + "/chat?token=1"))) {
      notify(bridge);

      RecordingServer.Request request = chat.requests().get(0);
      assertEquals("POST", request.method());
      assertEquals("/chat?token=1", request.target());
      assertEquals(ShippedNotices.news("operation-created", KEY), request.body());
      assertFalse(request.body().contains("personal data"));
      assertTrue(request.headers().keySet().stream().noneMatch(h -> h.startsWith("Secret")));
      assertTrue(request.headers().keySet().stream().noneMatch(h -> h.startsWith("X-")));
    }
  }

  @Test
  void leavesTheEventAsItWas() {
    try (RecordingServer chat = new RecordingServer();
        Bridge bridge = Bridge.start(Map.of("m2m.notify.endpoint", chat.baseUrl() + "/chat"))) {
      chat.answers(RecordingServer.json(200, "the answer", "X-Answer", "any"));

      Exchange after = notify(bridge, "stale", 42L);

      assertEquals("personal data", after.getMessage().getBody(String.class));
      assertEquals(Map.of("Secret", "personal data"), after.getMessage().getHeaders());
    }
  }

  @Test
  void onlyLogsByDefault() {
    try (Bridge bridge = Bridge.start(Map.of());
        Logs logs = new Logs()) {
      assertEquals(null, notify(bridge).getException());
      assertEquals(null, notify(bridge, "stale", 42L).getException());
      assertEquals(null, notify(bridge, "stale", null).getException());
      assertEquals(
          List.of(
              "INFO " + ShippedNotices.news("operation-created", KEY),
              "WARN " + ShippedNotices.trouble("operation-created", KEY, 42L, "stale"),
              "WARN " + ShippedNotices.troubleWithoutId("operation-created", KEY, "stale")),
          logs.lines().stream()
              .filter(line -> line.logger().equals("m2m.notify"))
              .map(line -> line.level() + " " + line.text())
              .toList());

      List<String> outside =
          bridge.context().getEndpoints().stream()
              .map(endpoint -> endpoint.getEndpointUri())
              .filter(uri -> uri.startsWith("http") || uri.startsWith("mock"))
              .filter(uri -> !uri.startsWith("http://127.0.0.1:1"))
              .toList();
      assertEquals(List.of(), outside);
      assertEquals(
          List.of("m2m.forward", "m2m.notify"),
          bridge.context().getEndpoints().stream()
              .map(endpoint -> endpoint.getEndpointUri())
              .filter(uri -> uri.startsWith("log://m2m."))
              .map(uri -> uri.replaceAll("log://([^?]*).*", "$1"))
              .sorted()
              .toList());
    }
  }

  private static Exchange notify(Bridge bridge) {
    return notify(bridge, null, 41L);
  }

  private static Exchange notify(Bridge bridge, String cause, Long deliveryId) {
    return bridge
        .context()
        .createFluentProducerTemplate()
        .to("direct:notify")
        .withProcessor(
            exchange -> {
              exchange.getMessage().setBody("personal data");
              exchange.getMessage().setHeader("Secret", "personal data");
              exchange.setVariable("notice", "operation-created");
              exchange.setVariable("eventKey", KEY);
              exchange.setVariable("referenceId", "user_12345");
              exchange.setVariable("noticeCause", cause);
              exchange.setVariable("deliveryId", deliveryId);
            })
        .send();
  }
}
