package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.testing.ShippedRoute;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("verify")
class CaffeineModeTest extends WithoutDatabase {
  /** Headers are not signed: one of these would choose a topic or a file for the endpoint. */
  @Test
  void handsOverNoHeaderOfTheSender() {
    AtomicReference<Set<String>> names = new AtomicReference<>();
    site(exchange -> names.set(Set.copyOf(exchange.getMessage().getHeaders().keySet())));
    Webhook webhook =
        Webhook.of(Event.of("link.created").withText("data.linkId", "odd_headers").toString())
            .with("kafka.OVERRIDE_TOPIC", "theirs")
            .with("kafka.PARTITION_KEY", "0")
            .with("CAmelFileName", "theirs");

    assertEquals("accepted", Bridge.outcome(bridge.send(webhook.to(bridge.webhooks()))));
    assertEquals(Set.of(), ShippedRoute.of("event-forward").without(names.get()));
    assertTrue(names.get().contains("m2mEventKey"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "link.created",
        "link.opened",
        "user.data_request",
        "operation.created",
        "operation.cancelled"
      })
  void handsEachEventOverBeforeItsAnswer(String event) {
    String body = Event.of(event).withText("data.note", "\u00e1\u6f22\ud83d\ude00").toString();
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));

    List<Taken> taken = TAKEN.stream().filter(t -> t.body().equals(body)).toList();
    assertEquals(1, taken.size());
    assertEquals("accepted", taken.get(0).outcome());
    assertTrue(taken.get(0).eventKey().startsWith(event + ":"));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    assertEquals(1, TAKEN.stream().filter(t -> t.body().equals(body)).count());
    assertEquals(event, taken.get(0).event());
  }

  @Test
  void handsAnUnknownEventOver() {
    String body = "{\"event\":\"c.new\",\"data\":{}}";
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    assertEquals(1, TAKEN.stream().filter(t -> t.event().equals("c.new")).count());
  }

  @Test
  void answers503WhereTheHandOverFailsAndTakesTheRetryForTheFirst() {
    String body = LinkRows.created("c_fail").toString();
    site(
        exchange -> {
          throw new IllegalStateException("the queue is full");
        });
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = bridge.send(body);
      assertEquals(503, answer.statusCode());
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      assertNull(Bridge.outcome(answer));
    }
    site(
        exchange -> {
          throw new NoClassDefFoundError("broken");
        });
    assertEquals(503, bridge.send(body).statusCode());
    site(exchange -> {});

    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    assertEquals(1, taken("link.created:c_fail").size());
  }

  @Test
  void forgetsTheKeyOfAQuarantinedEventWhoseHandOverFailed() {
    String body = "{\"event\":\"link.created\",\"data\":{\"linkId\":7}}";
    site(
        exchange -> {
          throw new IllegalStateException("the queue is full");
        });
    assertEquals(503, bridge.send(body).statusCode());
    site(exchange -> {});
    assertEquals("quarantined", Bridge.outcome(bridge.send(body)));
    assertEquals("quarantined", Bridge.outcome(bridge.send(body)));

    List<Taken> taken = TAKEN.stream().filter(t -> t.body().equals(body)).toList();
    assertEquals(1, taken.size());
    assertEquals("quarantined", taken.get(0).outcome());
    assertTrue(taken.get(0).eventKey().startsWith("quarantine:bad-id:"));
  }

  @Test
  void handsOverOnceHoweverManyCopiesComeAtOnce() throws Exception {
    String body = LinkRows.created("c_many").toString();
    List<HttpResponse<String>> answers = sendAtOnce(body, 16);

    assertEquals(1, taken("link.created:c_many").size());
    assertEquals(1, answers.stream().filter(a -> "accepted".equals(Bridge.outcome(a))).count());
    assertEquals(15, answers.stream().filter(a -> "duplicate".equals(Bridge.outcome(a))).count());
  }

  @Test
  void letsACopyWaitForTheOutcomeOfTheFirst() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    site(
        exchange -> {
          arrived.countDown();
          go.await(20, TimeUnit.SECONDS);
        });
    String body = LinkRows.created("c_wait").toString();
    var first = CompletableFuture.supplyAsync(() -> bridge.send(body));
    assertTrue(arrived.await(10, TimeUnit.SECONDS));
    var copy = CompletableFuture.supplyAsync(() -> bridge.send(body));
    assertFalse(copy.isDone());
    go.countDown();

    assertEquals("accepted", Bridge.outcome(first.get()));
    assertEquals("duplicate", Bridge.outcome(copy.get()));
    assertEquals(1, taken("link.created:c_wait").size());
  }

  @Test
  void answersACopy503WhereTheFirstFailsOrTakesTooLong() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    site(
        exchange -> {
          arrived.countDown();
          go.await(20, TimeUnit.SECONDS);
          throw new IllegalStateException("refused at last");
        });
    String body = LinkRows.created("c_slow").toString();
    var first = CompletableFuture.supplyAsync(() -> bridge.send(body));
    assertTrue(arrived.await(10, TimeUnit.SECONDS));
    Instant start = Instant.now();
    assertEquals(503, bridge.send(body).statusCode());
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
    var copy = CompletableFuture.supplyAsync(() -> bridge.send(body));
    go.countDown();

    assertEquals(503, first.get().statusCode());
    assertEquals(503, copy.get().statusCode());
    site(exchange -> {});
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
  }

  @Test
  void handsConflictMalformedAndUntimelyEventsOverAsQuarantined() {
    String body = LinkRows.created("c_conflict").toString();
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
    String other = LinkRows.created("c_conflict").withText("data.url", "x").toString();
    assertQuarantined("conflict", other, bridge.send(other));

    String malformed = "{\"event\":\"link.created\",\"event\":\"x\",\"data\":{}}";
    assertQuarantined("bad-json", malformed, bridge.send(malformed));

    String stale = LinkRows.created("c_stale").toString();
    assertQuarantined(
        "stale",
        stale,
        bridge.send(
            Webhook.of(stale)
                .signedAt(Instant.now().minus(Duration.ofHours(4)))
                .to(bridge.webhooks())));
    assertEquals("accepted", Bridge.outcome(bridge.send(stale)));
    assertEquals(1, taken("link.created:c_stale").size());
    assertEquals(
        "duplicate",
        Bridge.outcome(
            bridge.send(
                Webhook.of(stale)
                    .signedAt(Instant.now().minus(Duration.ofHours(5)))
                    .to(bridge.webhooks()))));
  }

  @Test
  void refusesAStrangerBeforeTheEndpointSeesAnything() {
    String body = LinkRows.created("c_stranger").toString();
    var answer =
        bridge.send(
            Webhook.of(body)
                .with("X-M2M-Signature", "sha256=" + "0".repeat(64))
                .to(bridge.webhooks()));

    assertEquals(401, answer.statusCode());
    assertEquals(List.of(), taken("link.created:c_stranger"));
  }

  @Test
  void isReadyAndMeasuredWithoutADatabase() {
    assertEquals(200, bridge.manage("/observe/health/ready").statusCode());
    assertEquals(200, bridge.manage("/observe/health/live").statusCode());
    bridge.send(LinkRows.created("c_metrics").toString());
    String metrics = bridge.manage("/observe/metrics").body();

    assertTrue(
        metrics
            .lines()
            .anyMatch(
                line ->
                    line.startsWith("m2m_webhooks_total{")
                        && line.contains("event=\"link.created\"")
                        && line.contains("outcome=\"accepted\"")));
    assertFalse(metrics.contains("m2m_deliveries{"));
  }

  @Test
  void neverOpensAConnectionToADatabase() {
    bridge.send(LinkRows.created("c_pool").toString());

    bridge
        .context()
        .getRegistry()
        .findByType(HikariDataSource.class)
        .forEach(pool -> assertFalse(pool.isRunning()));
  }

  @Test
  void handsOverToAnHttpEndpointAndQuarantinedEventsToThatOfUnknownOnes() {
    try (RecordingServer queue = new RecordingServer();
        RecordingServer unknown = new RecordingServer()) {
      Map<String, String> settings = new HashMap<>(WITHOUT_DATABASE);
      settings.put("m2m.link-created.forward", queue.baseUrl() + "/q?group=m2m");
      settings.put("m2m.unknown.forward", unknown.baseUrl() + "/other");
      try (Bridge own = Bridge.start(settings)) {
        String body = LinkRows.created("c_http").toString();
        queue.answers(
            RecordingServer.json(500, ""), RecordingServer.json(503, "", "Retry-After", "3600"));
        assertEquals(503, own.send(body).statusCode());
        assertEquals(503, own.send(body).statusCode());
        assertEquals("accepted", Bridge.outcome(own.send(body)));
        assertEquals("quarantined", Bridge.outcome(own.send("{}")));

        assertEquals(3, queue.requests().size());
        queue.requests().forEach(request -> assertEquals(body, request.body()));
        assertEquals("POST", queue.requests().get(0).method());
        assertEquals(List.of("quarantined"), unknown.requests().get(0).headers().get("M2moutcome"));
        assertEquals("{}", unknown.requests().get(0).body());
      }
    }
  }
}
