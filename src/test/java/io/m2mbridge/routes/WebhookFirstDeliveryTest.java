package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ShippedNotices;
import io.m2mbridge.testkit.Bridge;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
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

/** What a new webhook leads to before its answer, with a database. */
@Tag("verify")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookFirstDeliveryTest extends OpenedLink {
  private Bridge bridge;
  private MockEndpoint notices;

  @BeforeAll
  void start() {
    bridge = Bridge.start(Map.of("m2m.notify.endpoint", "mock:notices"));
    notices = bridge.context().getEndpoint("mock:notices", MockEndpoint.class);
  }

  @AfterAll
  void stop() {
    bridge.close();
  }

  @BeforeEach
  void forget() {
    notices.reset();
    Awaitility.await("the notices of another test")
        .until(
            () ->
                bridge
                    .sql()
                    .sql("SELECT count(*) FROM m2m_notices WHERE ended_at IS NULL")
                    .query(Long.class)
                    .single(),
            waiting -> waiting == 0);
    notices.reset();
  }

  @Test
  void tellsOnceOfAnEventInQuarantine() {
    String faulty = opened.replace("\"" + id + "\"", "7");
    assertEquals("quarantined", Bridge.outcome(bridge.send(faulty)));
    awaitNotices(1);
    assertEquals("quarantined", Bridge.outcome(bridge.send(faulty)));
    sendAnotherQuarantined();
    awaitNotices(2);
    Exchange first = notices.getExchanges().get(0);
    String key = first.getMessage().getHeader("m2mEventKey", String.class);
    assertTrue(key.matches("quarantine:bad-id:[0-9a-f]{64}"), key);
    assertEquals(
        ShippedNotices.trouble("quarantined", key, bridge.delivery(key).get("id"), "bad-id"),
        first.getMessage().getBody(String.class));
    assertEquals("quarantined", first.getMessage().getHeader("m2mNotice"));
  }

  @Test
  void tellsOfNothingElse() {
    bridge.send(opened);
    bridge.send(opened);
    bridge.await("link.opened:" + id, "done");
    sendAnotherQuarantined();
    awaitNotices(1);
  }

  @Test
  void answersBeforeASlowNoticeIsSent() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    notices.whenAnyExchangeReceived(
        exchange -> {
          sending.countDown();
          answered.await();
        });
    sendAnotherQuarantined();
    assertTrue(sending.await(10, TimeUnit.SECONDS));
    assertEquals("accepted", Bridge.outcome(bridge.send(opened)));
    answered.countDown();
    awaitNotices(1);
  }

  @Test
  void answersTheSameWhenANoticeFails() {
    notices.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("the chat is down");
        });
    sendAnotherQuarantined();
    awaitNotices(1);
    sendAnotherQuarantined();
    awaitNotices(2);
  }

  private void sendAnotherQuarantined() {
    String other = "{\"other\":\"" + UUID.randomUUID() + "\"}";
    assertEquals("quarantined", Bridge.outcome(bridge.send(other)));
  }

  private void awaitNotices(int count) {
    Awaitility.await("notices")
        .atMost(Duration.ofSeconds(10))
        .until(() -> notices.getReceivedCounter() >= count);
    assertEquals(count, notices.getReceivedCounter());
  }
}
