package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.mock;
import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ShippedNotices;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class NotifyTroubleTest {
  private static Bridge bridge;
  private static final CountDownLatch TEAM_BUSY = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(
            Map.of(
                "m2m.notify.endpoint", "mock:team",
                "m2m.operation-created.forward", "mock:broken",
                "m2m.link-opened.forward", "mock:broken",
                "m2m.dispatch.maximum-attempts", "2"));
    mock(bridge, "broken")
        .whenAnyExchangeReceived(
            exchange -> {
              throw new IllegalStateException("refused GALO900515HDFRPN09");
            });
    mock(bridge, "team")
        .whenAnyExchangeReceived(
            exchange -> {
              String line = exchange.getMessage().getBody(String.class);
              if (line.contains("team_down")) {
                throw new IllegalStateException("down");
              }
              if (line.contains("quarantine:stale")) {
                TEAM_BUSY.await(20, TimeUnit.SECONDS);
              }
            });
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void tellsOfADeadEventWithoutPersonalData() {
    bridge.send(LinkRows.opened("t_dead").toString());
    var row = bridge.await("link.opened:t_dead", "dead");

    assertEquals(2, row.get("attempts"));
    String cause = "IllegalStateException at event-forward/endpoint-of-link-opened";
    assertEquals(cause, row.get("last_error"));
    Exchange notice = awaitNotice("link.opened:t_dead", "dead");
    assertEquals(
        ShippedNotices.trouble("dead", "link.opened:t_dead", row.get("id"), cause),
        notice.getMessage().getBody());
    ShippedNotices.route()
        .assertHeaders(
            Map.of(
                "m2mEventKey",
                "link.opened:t_dead",
                "m2mNotice",
                "dead",
                "m2mDeliveryId",
                row.get("id"),
                "CamelHttpMethod",
                "POST"),
            notice.getMessage().getHeaders());
    assertEquals(1, received(bridge, "team", "link.opened:t_dead").size());
  }

  @Test
  void callsADeadOperationDeadThoughItWasToldOfAsNewBefore() {
    bridge.send(OperationRows.created("t_op").toString());
    bridge.await("operation.created:t_op", "dead");

    awaitNotice("operation.created:t_op", "dead");
  }

  @Test
  void tellsOfAnEventInQuarantineWithoutPersonalData() {
    bridge.send(LinkRows.created("t_conflict").toString());
    String other =
        LinkRows.created("t_conflict").withText("data.url", "https://user_secret").toString();
    assertEquals("quarantined", Bridge.outcome(bridge.send(other)));

    String key = quarantineKey("link.created", "conflict");
    Exchange notice = awaitNotice(key, "quarantined");
    assertEquals(
        ShippedNotices.trouble("quarantined", key, bridge.delivery(key).get("id"), "conflict"),
        notice.getMessage().getBody());
    assertFalse(notice.getMessage().getBody(String.class).contains("user_"));
    assertEquals("quarantined", Bridge.outcome(bridge.send(other)));
    assertEquals(1, received(bridge, "team", key).size());
  }

  @Test
  void delaysNoAnswerWhileTheTeamIsBusy() {
    for (int i = 0; i < 3; i++) {
      String body = LinkRows.created("t_stale_" + i).toString();
      Instant start = Instant.now();
      var answer =
          bridge.send(
              Webhook.of(body)
                  .signedAt(Instant.now().minus(Duration.ofDays(1)))
                  .to(bridge.webhooks()));
      assertEquals("quarantined", Bridge.outcome(answer));
      assertTrue(Duration.between(start, Instant.now()).toSeconds() < 5);
    }
    TEAM_BUSY.countDown();
    Awaitility.await()
        .until(
            () ->
                mock(bridge, "team").getReceivedExchanges().stream()
                        .filter(
                            e -> e.getMessage().getBody(String.class).contains("quarantine:stale"))
                        .count()
                    == 3);
  }

  @Test
  void goesOnWhereANoticeCantBeSent() {
    bridge.send(LinkRows.opened("team_down").toString());
    bridge.await("link.opened:team_down", "dead");
    bridge.send(LinkRows.opened("t_after").toString());
    bridge.await("link.opened:t_after", "dead");

    awaitNotice("link.opened:t_after", "dead");
    assertEquals("dead", bridge.delivery("link.opened:team_down").get("state"));
  }

  private static Exchange awaitNotice(String eventKey, String notice) {
    return Awaitility.await("notice " + notice + " of " + eventKey)
        .until(
            () ->
                received(bridge, "team", eventKey).stream()
                    .filter(e -> notice.equals(e.getMessage().getHeader("m2mNotice")))
                    .findFirst()
                    .orElse(null),
            exchange -> exchange != null);
  }

  private static String quarantineKey(String event, String reason) {
    return bridge
        .sql()
        .sql("SELECT event_key FROM m2m_deliveries WHERE event = ? AND reason = ?")
        .params(event, reason)
        .query(String.class)
        .single();
  }
}
