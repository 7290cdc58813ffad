package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaffeineDeliveryRepositoryTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final AtomicLong nanos = new AtomicLong();
  private final CaffeineDeliveryRepository repository =
      new CaffeineDeliveryRepository(1000, "1h", nanos::get);

  @Test
  void takesACopyOfWhatIsConfirmedForADuplicate() {
    Exchange first = exchange("a", null);
    assertTrue(add(first));
    assertEquals("accepted", first.getVariable("outcome"));
    repository.confirm(first, "x");

    Exchange copy = exchange("a", "stale");
    assertFalse(add(copy));
    assertEquals("duplicate", copy.getVariable("outcome"));
    assertEquals("link.created:a", copy.getVariable("eventKey"));
  }

  @Test
  void forgetsWhatWasRemoved() {
    Exchange first = exchange("a", null);
    add(first);
    repository.remove(first, "x");

    assertTrue(add(exchange("a", null)));
  }

  @Test
  void forgetsAKeyWhoseExchangeEndsBeforeItIsAdded() {
    Exchange first = exchange("a", null);
    add(first);
    UnitOfWorkHelper.doneSynchronizations(
        first, first.getExchangeExtension().handoverCompletions());

    assertTrue(add(exchange("a", null)));
  }

  @Test
  void forgetsAKeyWhenItsTimeIsUp() {
    Exchange first = exchange("a", null);
    add(first);
    repository.confirm(first, "x");
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertFalse(add(exchange("a", null)));
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());

    assertTrue(add(exchange("a", null)));
  }

  @Test
  void neverForgetsWhatIsInFlight() {
    var small = new CaffeineDeliveryRepository(1, "1h", nanos::get);
    List<Exchange> flying = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Exchange exchange = exchange("f" + i, null);
      assertTrue(Deliveries.add(small, exchange));
      flying.add(exchange);
    }
    nanos.addAndGet(Duration.ofHours(5).toNanos());
    var copy = CompletableFuture.supplyAsync(() -> Deliveries.add(small, exchange("f0", null)));
    small.confirm(flying.get(0), "x");

    assertFalse(copy.join());
  }

  @Test
  void keepsTheNewestKeysAtItsBound() {
    var small = new CaffeineDeliveryRepository(10, "1h", nanos::get);
    for (int i = 0; i < 100; i++) {
      Exchange exchange = exchange("n" + i, null);
      assertTrue(Deliveries.add(small, exchange));
      small.confirm(exchange, "x");
      nanos.addAndGet(1);
    }

    for (int i = 91; i < 100; i++) {
      assertFalse(Deliveries.add(small, exchange("n" + i, null)), "n" + i);
    }
    assertTrue(Deliveries.add(small, exchange("n0", null)));
  }

  @Test
  void keepsNoMoreKeysThanItMay() {
    var small = new CaffeineDeliveryRepository(10, "1h", nanos::get);
    for (int i = 0; i < 500; i++) {
      Exchange exchange = exchange("b" + i, null);
      Deliveries.add(small, exchange);
      small.confirm(exchange, "x");
    }

    Awaitility.await()
        .until(
            () -> {
              int known = 0;
              for (int i = 0; i < 500; i++) {
                Exchange exchange = exchange("b" + i, null);
                if (Deliveries.add(small, exchange)) {
                  small.remove(exchange, "x");
                } else {
                  known++;
                }
              }
              return known <= 10;
            });
  }

  @Test
  void quarantinesUnderAKeyOfItsOwn() {
    Exchange first = exchange("a", null);
    add(first);
    repository.confirm(first, "x");
    String other = Deliveries.body("link.created", "a").replace("user_1", "user_2");
    Exchange conflict = exchange(Deliveries.of(other));
    assertTrue(add(conflict));
    assertEquals("quarantined", conflict.getVariable("outcome"));
    String key = conflict.getVariable("eventKey", String.class);
    assertTrue(key.startsWith("quarantine:conflict:"));
    repository.confirm(conflict, "x");
    assertFalse(add(exchange(Deliveries.of(other))));

    Exchange stale = exchange("s", "stale");
    assertTrue(add(stale));
    assertEquals("quarantined", stale.getVariable("outcome"));
    repository.confirm(stale, "x");
    assertTrue(add(exchange("s", null)));

    Exchange malformed = exchange(Deliveries.of("{"));
    assertTrue(add(malformed));
    repository.remove(malformed, "x");
    assertTrue(add(exchange(Deliveries.of("{"))));
  }

  @Test
  void refusesACopyWhoseFirstFails() {
    Exchange first = exchange("a", null);
    add(first);
    CountDownLatch started = new CountDownLatch(1);
    var copy =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              return add(exchange("a", null));
            });
    Awaitility.await().until(() -> started.getCount() == 0);
    repository.remove(first, "x");

    // The copy either waited for the first, or came after it had failed, and is the first itself.
    try {
      assertTrue(copy.join());
    } catch (CompletionException e) {
      assertEquals(StoreUnavailableException.class, e.getCause().getClass());
    }
  }

  @Test
  void refusesACopyWhoseFirstTakesTooLong() {
    add(exchange("a", null));
    long start = System.nanoTime();
    assertThrows(StoreUnavailableException.class, () -> add(exchange("a", null)));

    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 5000);
  }

  @Test
  void refusesWhatWaitedForItsThreadForTooLongAndForgetsIt() {
    Exchange inTime = exchange("a", null);
    store(inTime);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertTrue(repository.add(inTime, "any"));

    Exchange late = exchange("b", null);
    store(late);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos() + 1);
    assertThrows(StoreUnavailableException.class, () -> repository.add(late, "any"));
    assertTrue(add(exchange("b", null)));
  }

  /** A duplicate has nothing to hand over, whatever it waited for. */
  @Test
  void knowsADuplicateThatWaited() {
    Exchange first = exchange("a", null);
    add(first);
    repository.confirm(first, "x");
    Exchange copy = exchange("a", null);
    store(copy);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());

    assertFalse(repository.add(copy, "any"));
  }

  @Test
  void acceptsOneOfManyCopiesAtATime() {
    for (int round = 0; round < 50; round++) {
      String id = "r" + round;
      AtomicInteger taken = new AtomicInteger();
      AtomicInteger duplicates = new AtomicInteger();
      List<CompletableFuture<Void>> copies = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        copies.add(
            CompletableFuture.runAsync(
                () -> {
                  Exchange exchange = exchange(id, null);
                  if (add(exchange)) {
                    taken.incrementAndGet();
                    repository.confirm(exchange, "x");
                  } else {
                    duplicates.incrementAndGet();
                  }
                },
                task -> new Thread(task).start()));
      }
      copies.forEach(CompletableFuture::join);

      assertEquals(1, taken.get());
      assertEquals(7, duplicates.get());
    }
  }

  @Test
  void leavesTheKeyOfAnotherExchangeAlone() {
    Exchange first = exchange("a", null);
    add(first);
    repository.confirm(first, "x");
    Exchange copy = exchange("a", null);
    add(copy);
    assertFalse(repository.remove(copy, "link.created:a"));

    assertFalse(add(exchange("a", null)));
  }

  private void store(Exchange exchange) {
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    StoreDelivery.note(exchange, repository.store(exchange, delivery).join(), null);
  }

  private boolean add(Exchange exchange) {
    return Deliveries.add(repository, exchange);
  }

  private Exchange exchange(String linkId, String untimely) {
    return exchange(Deliveries.of(Deliveries.body("link.created", linkId), untimely));
  }

  private Exchange exchange(Delivery delivery) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("delivery", delivery);
    return exchange;
  }
}
