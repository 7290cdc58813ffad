package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.load.OpenRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeliveryConsumerTest extends ConsumerTest {
  @Test
  void takesADeliveryUpAtOnce() throws Exception {
    consume("link.created", 4, exchange -> worked.add("x"));
    Deliveries.store(inbox, Deliveries.linkCreated("warm"));
    awaitWorked(1);
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      long start = System.nanoTime();
      Deliveries.store(inbox, Deliveries.linkCreated("fast" + i));
      int expected = i + 2;
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .pollDelay(Duration.ZERO)
          .until(() -> worked.size() == expected);
      millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
    millis.sort(null);

    assertTrue(millis.get(10) < 300, () -> "median of " + millis);
  }

  @Test
  void worksOnWhatWasStoredBeforeItStartedAndOnWhatAnotherNodeStores() throws Exception {
    Deliveries.store(inbox, Deliveries.linkCreated("before"));
    consume("link.created", 4, exchange -> worked.add("x"));
    awaitState("link.created:before", "done");
    Deliveries.store(new Inbox(database), Deliveries.linkCreated("elsewhere"));

    awaitState("link.created:elsewhere", "done");
  }

  @Test
  void beginsWithOneEventAtATimeWhereWebhooksGoFirst() throws Exception {
    context.getRegistry().bind("requests", new OpenRequests(() -> 0));
    Deliveries.store(inbox, Deliveries.linkCreated("one"));
    Deliveries.store(inbox, Deliveries.linkCreated("other"));
    CountDownLatch together = new CountDownLatch(2);
    try {
      consume(
          "link.created",
          4,
          exchange -> {
            together.countDown();
            worked.add(together.await(200, TimeUnit.MILLISECONDS) ? "not alone" : "alone");
          });
      awaitWorked(2);
    } finally {
      context.getRegistry().unbind("requests");
    }

    assertTrue(worked.contains("alone"), () -> "worked " + worked);
  }

  @Test
  void beginsNoEventRightAfterTheStartWhileManyWebhooksWait() throws Exception {
    OpenRequests requests = new OpenRequests(() -> 0);
    requests.addToBacklog(100);
    context.getRegistry().bind("requests", requests);
    try {
      consume("link.created", 4, exchange -> worked.add("x"));
      Deliveries.store(inbox, Deliveries.linkCreated("held"));
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .until(() -> count("state = 'pending'") == 1 && worked.isEmpty());
      requests.addToBacklog(-100);
      awaitState("link.created:held", "done");
    } finally {
      context.getRegistry().unbind("requests");
    }
  }

  @Test
  void goesOnOnceThereIsAThreadForAWorkerAgain() throws Exception {
    AtomicInteger refused = new AtomicInteger(1);
    var pools = context.getExecutorServiceManager();
    var threads = pools.getThreadPoolFactory();
    pools.setThreadPoolFactory(
        new DefaultThreadPoolFactory() {
          @Override
          public ExecutorService newCachedThreadPool(ThreadFactory factory) {
            return super.newCachedThreadPool(task -> thread(factory.newThread(task), refused));
          }
        });
    Deliveries.store(inbox, Deliveries.linkCreated("first"));
    try {
      consume("link.created", 2, exchange -> worked.add(key(exchange)));
      awaitState("link.created:first", "done");
    } finally {
      pools.setThreadPoolFactory(threads);
    }
    assertTrue(refused.get() < 1);
    assertEquals(1, worked.size());
  }

  private static Thread thread(Thread thread, AtomicInteger refused) {
    if (thread.getName().contains("-worker") && refused.getAndDecrement() > 0) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return thread;
  }

  @Test
  void waitsForWhatIsInFlightWhenItStopsAndClaimsNoMore() throws Exception {
    consume("link.created", 1, this::workUntilGo);
    Deliveries.store(inbox, Deliveries.linkCreated("first"));
    awaitWorked(1);
    Deliveries.store(inbox, Deliveries.linkCreated("second"));
    var stopping = CompletableFuture.runAsync(consumer::stop);
    Awaitility.await().during(Duration.ofMillis(300)).until(() -> !stopping.isDone());
    go.countDown();
    stopping.get(20, TimeUnit.SECONDS);

    assertEquals("done", row(database, "link.created:first").get("state"));
    assertEquals("pending", row(database, "link.created:second").get("state"));
    assertEquals(1, worked.size());
  }

  @Test
  void startsAgainAfterItWasStopped() throws Exception {
    consume("link.created", 1, exchange -> worked.add("x"));
    Deliveries.store(inbox, Deliveries.linkCreated("one"));
    awaitWorked(1);
    consumer.stop();
    Deliveries.store(inbox, Deliveries.linkCreated("two"));
    assertEquals("pending", row(database, "link.created:two").get("state"));
    consumer.start();

    awaitState("link.created:two", "done");
  }

  @Test
  void settlesADeliveryWhoseRouteEndsInAnError() throws Exception {
    consume(
        "link.created",
        1,
        exchange -> {
          worked.add("x");
          if (exchange.getVariable("attempt", Integer.class) == 1) {
            throw new StackOverflowError("GALO900515HDFRPN09");
          }
        });
    Deliveries.store(inbox, Deliveries.linkCreated("error"));
    awaitState("link.created:error", "done");
    Deliveries.store(inbox, Deliveries.linkCreated("next"));

    awaitState("link.created:next", "done");
    assertEquals(2, row(database, "link.created:error").get("attempts"));
  }

  @Test
  void claimsAgainOnceTheDatabaseIsBack() throws Exception {
    consume("link.created", 2, exchange -> worked.add("x"));
    for (var fault :
        List.of(
            FaultyDataSource.Fault.REFUSED,
            FaultyDataSource.Fault.ERROR,
            FaultyDataSource.Fault.HANGING)) {
      database.has(fault);
      int before = database.connections();
      Awaitility.await().until(() -> database.connections() > before);
      database.has(FaultyDataSource.Fault.NONE);
      Deliveries.store(inbox, Deliveries.linkCreated(fault.name()));

      awaitState("link.created:" + fault.name(), "done");
    }
  }

  @Test
  void runsOthersInPlaceOfOneThatWaitsForASharedTransaction() throws Exception {
    CountDownLatch allCame = new CountDownLatch(3);
    consume(
        "link.created",
        1,
        exchange -> {
          allCame.countDown();
          Place.without(exchange, () -> awaitUninterruptibly(allCame));
          worked.add(key(exchange));
        });
    for (String name : List.of("a", "b", "c")) {
      Deliveries.store(inbox, Deliveries.linkCreated(name));
    }
    awaitStates("done", 3);
    awaitWorked(3);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givesUpWhatHasNoPayloadAnyMore() throws Exception {
    Deliveries.store(inbox, Deliveries.linkCreated("erased"));
    JdbcClient.create(database).sql("UPDATE m2m_deliveries SET body = NULL").update();
    consume("link.created", 1, exchange -> worked.add("x"));

    awaitState("link.created:erased", "dead");
    assertEquals(
        "UnrecoverableException: its payload was erased",
        row(database, "link.created:erased").get("last_error"));
    assertFalse(worked.contains("x"));
  }
}
