package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.body;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.testkit.Event;
import org.junit.jupiter.api.Test;

/** The workers of a consumer, shared between its lanes. */
class DeliveryLanesTest extends ConsumerTest {
  @Test
  void worksOnMoreThanItHasWorkers() throws Exception {
    Deliveries.storeLinks(inbox, "many", 40);
    consume("link.created", 2, exchange -> worked.add(key(exchange)));

    awaitWorked(40);
    awaitStates("done", 40);
    assertEquals(40, worked.stream().distinct().count());
  }

  @Test
  void leavesWorkersForTheOtherLanesWhileOneHangs() throws Exception {
    consume(
        "link.created,operation.created,unknown",
        4,
        exchange -> {
          if (exchange.getVariable("event").equals("operation.created")) {
            workUntilGo(exchange);
          }
        });
    for (int i = 0; i < 10; i++) {
      Deliveries.store(inbox, Deliveries.of(body("operation.created", "o" + i)));
    }
    awaitWorked(2);
    for (int i = 0; i < 10; i++) {
      Deliveries.store(inbox, Deliveries.linkCreated("l" + i));
      Deliveries.store(inbox, Deliveries.of(body("other", "u" + i)));
    }
    awaitState("link.created:l9", "done");
    awaitStates("done", 20);
    assertEquals(2, worked.size());
    go.countDown();

    awaitStates("done", 30);
  }

  @Test
  void leavesAWorkerForEachLaneThoughAllOthersHang() throws Exception {
    consume(
        "link.created,link.opened,operation.created",
        6,
        exchange -> {
          if (!exchange.getVariable("event").equals("operation.created")) {
            workUntilGo(exchange);
          }
        });
    for (int i = 0; i < 10; i++) {
      Deliveries.store(inbox, Deliveries.linkCreated("l" + i));
      Deliveries.store(
          inbox,
          Deliveries.of(Event.of("link.opened").withText("data.linkId", "l" + i).toString()));
    }
    awaitWorked(5);
    for (int i = 0; i < 10; i++) {
      Deliveries.store(inbox, Deliveries.of(body("operation.created", "o" + i)));
    }

    awaitStates("done", 10);
    assertEquals(5, worked.size());
    go.countDown();
    awaitStates("done", 30);
  }
}
