package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.cancelled;
import static io.m2mbridge.routes.OperationRows.created;
import static io.m2mbridge.testing.Mocks.mock;
import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    assertEquals("M2M operation-created: operation.created:n_new", notice.getMessage().getBody());
    assertEquals(
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
  void triesTheEventAgainUntilTheTeamIsTold() {
    AtomicInteger failures = new AtomicInteger();
    mock(bridge, "team")
        .whenAnyExchangeReceived(
            exchange -> {
              if (exchange.getMessage().getBody(String.class).endsWith("n_retry")
                  && failures.getAndIncrement() < 2) {
                throw new IllegalStateException("the team's chat is down");
              }
            });
    bridge.send(created("n_retry").toString());
    var row = bridge.await("operation.created:n_retry", "done");

    assertEquals(3, row.get("attempts"));
    assertEquals(3, received(bridge, "team", "operation.created:n_retry").size());
    // The forward stands first, and is repeated with the event, its key in the header.
    assertEquals(3, received(bridge, "out", "operation.created:n_retry").size());
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

  private static String named(String id, Events event) {
    return theNotice(id, event).getMessage().getHeader("m2mNotice", String.class);
  }

  private static Exchange theNotice(String id, Events event) {
    bridge.send(event.toString());
    bridge.await("operation.created:" + id, "done");
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
