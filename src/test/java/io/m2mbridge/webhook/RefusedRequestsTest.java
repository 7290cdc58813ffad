package io.m2mbridge.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RefusedRequestsTest {
  private static final Instant NOW = Instant.parse("2026-01-26T14:30:00Z");

  private final RefusedRequests refused = new RefusedRequests(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void forgetsTheOldest() {
    for (int i = 0; i <= RefusedRequests.MOST; i++) {
      refused.add(400, "query-" + i, null);
    }
    List<RefusedRequests.Refused> kept = refused.newestFirst();
    assertEquals(RefusedRequests.MOST, kept.size());
    assertEquals("query-200", kept.get(0).reason());
    assertEquals("query-1", kept.get(199).reason());
  }

  @Test
  void keepsTheAddressWithoutThePort() {
    refused.add(401, "no-match", "192.0.2.7:50123");
    refused.add(413, "body-too-large", "2001:db8:0:0:0:0:0:1:443");
    assertEquals(
        List.of(
            new RefusedRequests.Refused(NOW, 413, "body-too-large", "2001:db8:0:0:0:0:0:1"),
            new RefusedRequests.Refused(NOW, 401, "no-match", "192.0.2.7")),
        refused.newestFirst());
  }

  /** As within another application, whose listener knows nothing of this. */
  @Test
  void takesStatusAndReasonFromTheRouteThatReceives() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RefusedRequests.watchRoutes(context);
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:webhook")
                  .routeId("webhook-receive")
                  .setVariable("status", body())
                  .setVariable("reason", constant("path"));
              from("direct:other").routeId("other").setVariable("status", constant("401"));
            }
          });
      context.start();
      ProducerTemplate sender = context.createProducerTemplate();
      sender.sendBodyAndHeader(
          "direct:webhook", "404", "CamelVertxPlatformHttpRemoteAddress", "192.0.2.7:50123");
      sender.sendBody("direct:webhook", "200");
      sender.sendBody("direct:other", "");
      List<RefusedRequests.Refused> kept =
          context.getRegistry().findSingleByType(RefusedRequests.class).newestFirst();
      assertEquals(1, kept.size());
      assertEquals(
          new RefusedRequests.Refused(kept.get(0).at(), 404, "path", "192.0.2.7"), kept.get(0));
    }
  }
}
