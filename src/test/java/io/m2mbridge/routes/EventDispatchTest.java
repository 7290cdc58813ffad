package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.mock;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Mocks;
import io.m2mbridge.testing.Site;
import io.m2mbridge.testkit.Bridge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("alone")
@Tag("verify")
class EventDispatchTest {
  private static final AtomicInteger HANGING = new AtomicInteger();
  private static final AtomicBoolean REFUSING = new AtomicBoolean(true);
  private static volatile CountDownLatch hang = new CountDownLatch(0);
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(
            Map.of(
                "m2m.link-created.forward", "mock:link-created",
                "m2m.link-opened.forward", Site.URI,
                "m2m.operation-created.forward", Site.URI,
                "m2m.operation-cancelled.forward", "mock:operation-cancelled",
                "m2m.unknown.forward", "mock:unknown",
                "m2m.dispatch.maximum-attempts", "3"));
    Site.does(
        exchange -> {
          if (!exchange.getMessage().getHeader("m2mEvent").equals("link.opened")) {
            HANGING.incrementAndGet();
            hang.await(30, TimeUnit.SECONDS);
            HANGING.decrementAndGet();
          } else if (REFUSING.get()) {
            throw new StackOverflowError("refused GALO900515HDFRPN09");
          }
        });
  }

  @AfterAll
  static void stop() {
    hang.countDown();
    bridge.close();
  }

  @Test
  void handsEachEventToTheRouteOfItsEventAlone() {
    bridge.send(LinkRows.created("d_1").toString());
    bridge.send(OperationRows.cancelled("d_2").toString());
    bridge.send("{\"event\":\"d.new\",\"data\":{}}");
    bridge.await("link.created:d_1", "done");
    bridge.await("operation.cancelled:d_2", "done");
    bridge.awaitIdle();

    for (String name : List.of("link-created", "operation-cancelled", "unknown")) {
      mock(bridge, name)
          .getReceivedExchanges()
          .forEach(
              exchange -> {
                String event = exchange.getMessage().getHeader("m2mEvent", String.class);
                assertEquals(name, event.equals("d.new") ? "unknown" : event.replace('.', '-'));
              });
    }
    assertEquals(1, Mocks.received(bridge, "link-created", "link.created:d_1").size());
    assertEquals(
        1, Mocks.received(bridge, "operation-cancelled", "operation.cancelled:d_2").size());
  }

  @Test
  void givesAnEventUpAfterTheLastAttemptAndTakesItUpWhenItIsSentAgain() {
    String body = LinkRows.opened("d_dead").toString();
    bridge.send(body);
    var dead = bridge.await("link.opened:d_dead", "dead");
    assertEquals(3, dead.get("attempts"));
    assertEquals(
        "StackOverflowError at event-forward/endpoint-of-link-opened", dead.get("last_error"));

    REFUSING.set(false);
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    var done = bridge.await("link.opened:d_dead", "done");
    REFUSING.set(true);
    assertEquals(1, done.get("attempts"));
    assertEquals(dead.get("effects_at"), done.get("effects_at"));
    assertEquals(null, done.get("last_error"));
  }

  @Test
  void leavesOtherEventsTheirTimesWhileAnEndpointHangs() {
    hang = new CountDownLatch(1);
    try {
      for (int i = 0; i < 20; i++) {
        bridge.send(OperationRows.created("d_hang_" + i).toString());
      }
      Awaitility.await().until(() -> HANGING.get() == 4);
      for (int i = 0; i < 30; i++) {
        bridge.send(LinkRows.created("d_free_" + i).toString());
        bridge.send(OperationRows.cancelled("d_free_" + i).toString());
      }
      Awaitility.await()
          .until(() -> count("event_key LIKE '%:d\\_free%' AND state = 'done'") == 60);

      assertEquals(
          0,
          count(
              "event_key LIKE '%:d\\_free%' AND processed_at - received_at > interval '1 second'"));
      assertEquals(4, HANGING.get(), "calls of one event at once, of eight workers");
    } finally {
      hang.countDown();
    }
    bridge.awaitIdle();
    assertEquals(20, count("event_key LIKE '%:d\\_hang%' AND state = 'done' AND attempts = 1"));
  }

  @Test
  void takesUpWhatADeadNodeHeld() throws Exception {
    bridge.context().getRouteController().stopRoute("event-dispatch");
    bridge.send(OperationRows.cancelled("d_orphan").toString());
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'processing', attempts = 1,"
                + " lease_token = gen_random_uuid(), next_attempt_at = clock_timestamp()"
                + " WHERE event_key = 'operation.cancelled:d_orphan'")
        .update();
    bridge.context().getRouteController().startRoute("event-dispatch");
    var row = bridge.await("operation.cancelled:d_orphan", "done");

    assertEquals(2, row.get("attempts"));
  }

  @Test
  void runsEachEventOnceHoweverManyNodesThereAre() {
    String database = bridge.databaseUrl();
    Map<String, String> settings = Map.of("m2m.operation-cancelled.forward", "mock:node");
    try (Bridge second = Bridge.start(database, settings);
        Bridge third = Bridge.start(database, settings)) {
      IntStream.range(0, 300)
          .parallel()
          .forEach(
              i ->
                  List.of(bridge, second, third)
                      .get(i % 3)
                      .send(OperationRows.cancelled("d_node_" + i).toString()));
      bridge.awaitIdle();
      int forwarded =
          mock(second, "node").getReceivedExchanges().size()
              + mock(third, "node").getReceivedExchanges().size()
              + (int)
                  mock(bridge, "operation-cancelled").getReceivedExchanges().stream()
                      .filter(
                          e ->
                              e.getMessage()
                                  .getHeader("m2mEventKey")
                                  .toString()
                                  .contains("d_node_"))
                      .count();

      assertEquals(300, forwarded);
      assertEquals(300, count("event_key LIKE '%:d\\_node%' AND state = 'done' AND attempts = 1"));
      assertTrue(mock(second, "node").getReceivedExchanges().size() > 0);
    }
  }

  @Test
  void leavesNoConnectionBehindWhenItStops() {
    Bridge other = Bridge.start(Map.of());
    Awaitility.await("the pool to fill").until(() -> connections(other) > 0);
    other.close();

    Awaitility.await().until(() -> connections(other) == 0);
  }

  private static int connections(Bridge bridge) {
    return bridge
        .sql()
        .sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'm2m-bridge'")
        .query(Integer.class)
        .single();
  }

  private static int count(String where) {
    return bridge
        .sql()
        .sql("SELECT count(*) FROM m2m_deliveries WHERE " + where)
        .query(Integer.class)
        .single();
  }
}
