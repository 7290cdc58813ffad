package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ShippedNotices;
import io.m2mbridge.testing.ShippedRoute;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a new webhook leads to before its answer, without a database. */
@Tag("verify")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstDeliveryWithoutDatabaseTest extends OpenedLink {
  private Bridge bridge;
  private MockEndpoint queue;

  @BeforeAll
  void start() {
    bridge =
        Bridge.start(
            "",
            Map.of(
                "m2m.deliveries.repository", "caffeine",
                "m2m.api.key", "",
                "m2m.forward.default", "mock:queue",
                "m2m.notify.endpoint", "mock:notices"));
    queue = bridge.context().getEndpoint("mock:queue", MockEndpoint.class);
  }

  @AfterAll
  void stop() {
    bridge.close();
  }

  @BeforeEach
  void forget() {
    queue.reset();
  }

  @Test
  void handsTheEventOverAsItCameBeforeTheAnswer() {
    assertEquals("accepted", Bridge.outcome(bridge.send(opened)));
    assertEquals(1, queue.getReceivedCounter());
    Exchange handedOver = queue.getExchanges().get(0);
    assertEquals(opened, handedOver.getMessage().getBody(String.class));
    ShippedRoute.of("event-forward")
        .assertHeaders(
            Map.of(
                "m2mEventKey", "link.opened:" + id,
                "m2mEventKeyEncoded", "link.opened:" + id,
                "m2mEvent", "link.opened",
                "m2mOutcome", "accepted",
                "Content-Type", "application/json",
                "CamelHttpMethod", "POST"),
            handedOver.getMessage().getHeaders());
  }

  @Test
  void answersDuplicateWithoutHandingOver() {
    bridge.send(opened);
    HttpResponse<String> answer =
        bridge.send(opened.replace("14:31:00.000Z\",\"data", "15:00:00.000Z\",\"data"));
    assertEquals(200, answer.statusCode());
    assertEquals("duplicate", Bridge.outcome(answer));
    assertEquals(1, queue.getReceivedCounter());
  }

  @Test
  void handsQuarantinedEventsOverToo() {
    String conflicting = opened.replace("iOS", "Android");
    bridge.send(opened);
    assertEquals("quarantined", Bridge.outcome(bridge.send(conflicting)));
    assertEquals("quarantined", Bridge.outcome(bridge.send(conflicting)));
    assertEquals(2, queue.getReceivedCounter());
    Exchange handedOver = queue.getExchanges().get(1);
    assertEquals("quarantined", handedOver.getMessage().getHeader("m2mOutcome"));
    assertEquals(conflicting, handedOver.getMessage().getBody(String.class));
  }

  @Test
  void tellsOfAnEventInQuarantineFromMemory() {
    MockEndpoint notices = bridge.context().getEndpoint("mock:notices", MockEndpoint.class);
    notices.reset();
    String faulty = opened.replace("\"" + id + "\"", "7");
    assertEquals("quarantined", Bridge.outcome(bridge.send(faulty)));
    // Notices of other tests may still be on their way.
    Awaitility.await("the notice").until(() -> ofBadIds(notices).size() == 1);
  }

  private static List<String> ofBadIds(MockEndpoint notices) {
    return notices.getExchanges().stream()
        .filter(notice -> String.valueOf(key(notice)).matches("quarantine:bad-id:[0-9a-f]{64}"))
        .filter(
            notice ->
                ShippedNotices.troubleWithoutId("quarantined", key(notice), "bad-id")
                    .equals(notice.getMessage().getBody(String.class)))
        .map(notice -> notice.getMessage().getBody(String.class))
        .toList();
  }

  private static String key(Exchange notice) {
    return notice.getMessage().getHeader("m2mEventKey", String.class);
  }

  @Test
  void quarantinesWhatIsStale() {
    Instant old = Instant.now().minus(Duration.ofHours(4));
    HttpResponse<String> answer =
        bridge.send(Webhook.of(opened).signedAt(old).to(bridge.webhooks()));
    assertEquals("quarantined", Bridge.outcome(answer));
    assertEquals("accepted", Bridge.outcome(bridge.send(opened)));
    answer = bridge.send(Webhook.of(opened).signedAt(old).to(bridge.webhooks()));
    assertEquals("duplicate", Bridge.outcome(answer));
  }

  @Test
  void asksToTryAgainAndForgetsTheKeyWhenTheHandOverFails() {
    queue.whenExchangeReceived(
        1,
        exchange -> {
          throw new IllegalStateException("the queue is down");
        });
    HttpResponse<String> refused = bridge.send(opened);
    assertEquals(503, refused.statusCode());
    assertEquals("60", refused.headers().firstValue("Retry-After").orElse("missing"));
    assertNull(Bridge.outcome(refused));
    assertEquals("accepted", Bridge.outcome(bridge.send(opened)));
    assertEquals("duplicate", Bridge.outcome(bridge.send(opened)));
    assertEquals(2, queue.getReceivedCounter());
  }

  /** Sends an event, whose hand-over waits. Returns once it has begun. */
  private CompletableFuture<HttpResponse<String>> sendUntilHandedOver(CountDownLatch go)
      throws InterruptedException {
    CountDownLatch handingOver = new CountDownLatch(1);
    queue.whenAnyExchangeReceived(
        exchange -> {
          handingOver.countDown();
          go.await();
        });
    var sent = CompletableFuture.supplyAsync(() -> bridge.send(opened));
    assertTrue(handingOver.await(10, TimeUnit.SECONDS));
    return sent;
  }

  @Test
  void letsACopyWaitForTheOutcomeOfTheFirst() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    var first = sendUntilHandedOver(go);
    var copy = CompletableFuture.supplyAsync(() -> bridge.send(opened));
    assertEquals(false, copy.isDone());
    go.countDown();
    assertEquals(
        List.of("accepted", "duplicate"),
        List.of(Bridge.outcome(first.get()), Bridge.outcome(copy.get())));
    assertEquals(1, queue.getReceivedCounter());
  }

  @Test
  void asksACopyToTryAgainWhenTheFirstHangs() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    var first = sendUntilHandedOver(go);
    assertEquals(503, bridge.send(opened).statusCode());
    go.countDown();
    assertEquals("accepted", Bridge.outcome(first.get()));
    assertEquals("duplicate", Bridge.outcome(bridge.send(opened)));
  }

  @Test
  void isReady() {
    assertEquals(200, bridge.manage("/observe/health/ready").statusCode());
  }
}
