package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.cancelled;
import static io.m2mbridge.routes.OperationRows.created;
import static io.m2mbridge.testing.Mocks.mock;
import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.testing.ShippedNotices;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Tag("verify")
class OperationNoticesTest {
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(Map.of("m2m.notify.endpoint", "mock:team", "m2m.forward.default", "mock:out"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void tellsOfANewOperationWithoutPersonalData() {
    Exchange notice = theNotice("n_new", created("n_new"));

    assertEquals(
        ShippedNotices.news("operation-created", "operation.created:n_new"),
        notice.getMessage().getBody());
    assertFalse(notice.getMessage().getBody(String.class).contains("user_"));
    ShippedNotices.route()
        .assertHeaders(
            Map.of(
                "m2mEventKey",
                "operation.created:n_new",
                "m2mNotice",
                "operation-created",
                "CamelHttpMethod",
                "POST"),
            notice.getMessage().getHeaders());
  }

  @Test
  void tellsOfAnOperationWithoutAnAmount() {
    assertEquals("operation-without-amount", named("n_1", created("n_1").without("data.amount")));
    assertEquals(
        "operation-without-amount", named("n_2", created("n_2").with("data.amount", "null")));
    assertEquals(
        "operation-without-amount", named("n_3", created("n_3").without("data.amount.send")));
    assertEquals(
        "operation-without-amount", named("n_4", created("n_4").with("data.amount.send", "null")));
    assertEquals(
        "operation-without-amount",
        named("n_5", created("n_5").without("data.amount.send").without("data.amount.fee")));
    assertEquals(
        "operation-without-amount", named("n_6", created("n_6").with("data.amount", "{}")));
  }

  @Test
  void tellsOfAnOperationWithoutAFee() {
    assertEquals("operation-without-fee", named("n_7", created("n_7").without("data.amount.fee")));
    assertEquals(
        "operation-without-fee", named("n_8", created("n_8").with("data.amount.fee", "null")));
    assertEquals("operation-created", named("n_9", created("n_9").with("data.amount.fee", "0")));
    assertEquals("operation-created", named("n_10", created("n_10").with("data.amount.send", "0")));
  }

  @Test
  void tellsNothingOfACancellation() {
    bridge.send(cancelled("n_gone").toString());
    bridge.await("operation.cancelled:n_gone", "done");

    assertEquals(List.of(), received(bridge, "team", "operation.cancelled:n_gone"));
  }

  @Test
  void isDoneAtOnceAndForwardedOnceThoughTheTeamCanNotBeTold() {
    AtomicInteger failures = new AtomicInteger();
    mock(bridge, "team")
        .whenAnyExchangeReceived(
            exchange -> {
              if ("operation.created:n_retry".equals(exchange.getMessage().getHeader("m2mEventKey"))
                  && failures.getAndIncrement() < 2) {
                throw new IllegalStateException("the team's chat is down");
              }
            });
    bridge.send(created("n_retry").toString());
    var row = bridge.await("operation.created:n_retry", "done");

    assertEquals(1, row.get("attempts"));
    Awaitility.await("the team to be told")
        .until(() -> received(bridge, "team", "operation.created:n_retry").size() == 3);
    assertEquals(1, received(bridge, "out", "operation.created:n_retry").size());
    awaitSent("operation.created:n_retry");
    assertEquals(1, bridge.delivery("operation.created:n_retry").get("attempts"));
  }

  @Test
  void tellsAgainOfAReplayAndNotOfAnotherAttempt() {
    AtomicInteger failures = new AtomicInteger();
    mock(bridge, "out")
        .whenAnyExchangeReceived(
            exchange -> {
              if ("operation.created:n_run".equals(exchange.getVariable("eventKey"))
                  && failures.getAndIncrement() < 2) {
                throw new IllegalStateException("the ledger is down");
              }
            });
    String key = "operation.created:n_run";
    bridge.send(created("n_run").toString());
    assertEquals(3, bridge.await(key, "done").get("attempts"));
    awaitSent(key);
    assertEquals(1, received(bridge, "team", key).size());
    // A copy from M2M is no new run.
    assertEquals("duplicate", Bridge.outcome(bridge.send(created("n_run").toString())));

    Long id = (Long) bridge.delivery(key).get("id");
    Deliveries.replay(new DriverManagerDataSource(bridge.databaseUrl(), "postgres", ""))
        .putBack(id, null);
    Awaitility.await("the notice of the replay")
        .until(() -> received(bridge, "team", key).size() == 2);
    bridge.await(key, "done");
    awaitSent(key);
    assertEquals(2, received(bridge, "team", key).size());
    assertEquals(
        List.of(1, 2),
        bridge
            .sql()
            .sql("SELECT run FROM m2m_notices WHERE delivery_id = ? ORDER BY id")
            .param(id)
            .query(Integer.class)
            .list());
  }

  @Test
  void tellsOfWhatAnOlderVersionCommittedAndNeverToldOf() {
    String key = "operation.created:n_old";
    bridge.send(created("n_old").toString());
    Object effectsAt = bridge.await(key, "done").get("effects_at");
    awaitSent(key);
    // As an older version leaves it that was killed after the commit of the effects.
    bridge.sql().sql("DELETE FROM m2m_notices WHERE delivery_id = ?").param(id(key)).update();
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'processing', next_attempt_at = clock_timestamp(),"
                + " lease_token = gen_random_uuid(), processed_at = NULL WHERE event_key = ?")
        .param(key)
        .update();

    bridge.await(key, "done");
    awaitSent(key);
    assertEquals(effectsAt, bridge.delivery(key).get("effects_at"));
    assertEquals(2, received(bridge, "team", key).size());
  }

  private static Object id(String key) {
    return bridge.delivery(key).get("id");
  }

  /** Waits until every notice of an event has been sent. */
  private static void awaitSent(String key) {
    Awaitility.await("the notices of " + key)
        .until(
            () ->
                bridge
                    .sql()
                    .sql(
                        "SELECT count(*) > 0 AND bool_and(outcome = 'sent') IS TRUE FROM m2m_notices"
                            + " WHERE delivery_id = ?")
                    .param(id(key))
                    .query(Boolean.class)
                    .single());
  }

  @Test
  void leavesTheEventAsItWasForWhatComesAfter() {
    String body = created("n_after").toString();
    bridge.send(body);
    bridge.await("operation.created:n_after", "done");

    var forwarded = received(bridge, "out", "operation.created:n_after").get(0).getMessage();
    assertEquals(body, forwarded.getBody(String.class));
    assertFalse(forwarded.getHeaders().containsKey("m2mNotice"));
  }

  private static String named(String id, Event event) {
    return theNotice(id, event).getMessage().getHeader("m2mNotice", String.class);
  }

  private static Exchange theNotice(String id, Event event) {
    bridge.send(event.toString());
    bridge.await("operation.created:" + id, "done");
    awaitSent("operation.created:" + id);
    List<Exchange> notices = received(bridge, "team", "operation.created:" + id);
    assertEquals(1, notices.size());
    return notices.get(0);
  }

  @Test
  void forwardsAnOperationThoughTheTeamCanNotBeTold() {
    String nowhere = "http://127.0.0.1:" + Bridge.freePort();
    try (Bridge untold =
        Bridge.start(
            Map.of(
                "m2m.notify.endpoint", nowhere, "m2m.operation-created.forward", "mock:ledger"))) {
      untold.send(created("n_untold").toString());

      Awaitility.await("the forward")
          .until(() -> !received(untold, "ledger", "operation.created:n_untold").isEmpty());
    }
  }
}
