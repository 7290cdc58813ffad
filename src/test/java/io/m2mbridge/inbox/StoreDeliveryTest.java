package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which thread a webhook goes on once it is stored, and what becomes of those without one. */
class StoreDeliveryTest {
  /** Those that have a thread, and those that wait for one. */
  private static final int THREADS = FixedRepository.THREADS;

  private static final int WAITING = 1_000;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private StoreDelivery store;

  /** One webhook, from its store on. */
  private final class Webhook {
    private final Exchange exchange = new DefaultExchange(context);
    private final CompletableFuture<Thread> goesOn = new CompletableFuture<>();

    Webhook send() {
      exchange.setVariable("delivery", Deliveries.linkCreated("link_1"));
      store.process(exchange, doneSync -> goOn());
      return this;
    }

    private void goOn() {
      goesOn.complete(Thread.currentThread());
      // Not the test's own thread, nor one that has nothing to hand over.
      if (exchange.getException() == null && Thread.currentThread().getName().contains("m2m-")) {
        await(mayGoOn);
      }
    }

    private Thread thread() throws Exception {
      return goesOn.get(20, TimeUnit.SECONDS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(CompletableFuture<Receipt> stored) {
    store = new StoreDelivery(new FixedRepository(stored));
    store.setCamelContext(context);
    store.start();
  }

  private static CompletableFuture<Receipt> receipt(boolean isNew) {
    return CompletableFuture.completedFuture(
        new Receipt(Receipt.Outcome.ACCEPTED, "link.created:link_1", isNew));
  }

  @AfterEach
  void stop() {
    mayGoOn.countDown();
    store.stop();
    context.stop();
  }

  @Test
  void goesOnInAnotherThreadWhereTheDeliveryIsNew() throws Exception {
    start(receipt(true));
    Webhook webhook = new Webhook().send();

    assertNotSame(Thread.currentThread(), webhook.thread());
    assertNull(webhook.exchange.getException());
  }

  @Test
  void goesOnAtOnceWhereNothingIs() throws Exception {
    start(receipt(false));

    assertSame(Thread.currentThread(), new Webhook().send().thread());
  }

  @Test
  void goesOnAtOnceWhereTheStoreFailedAtOnce() throws Exception {
    start(CompletableFuture.failedFuture(new StoreUnavailableException("gone", null)));
    Webhook webhook = new Webhook().send();

    assertSame(Thread.currentThread(), webhook.thread());
    assertInstanceOf(StoreUnavailableException.class, webhook.exchange.getException());
  }

  @Test
  void refusesWhatComesWhileTooManyWait() throws Exception {
    start(receipt(true));
    List<Webhook> webhooks =
        IntStream.range(0, THREADS + WAITING).mapToObj(i -> new Webhook().send()).toList();
    Webhook tooMany = new Webhook().send();

    tooMany.thread();
    assertInstanceOf(StoreUnavailableException.class, tooMany.exchange.getException());
    mayGoOn.countDown();
    for (Webhook webhook : webhooks) {
      webhook.thread();
      assertNull(webhook.exchange.getException());
    }
  }

  @Test
  void refusesWhatStillWaitsWhenItIsStopped() throws Exception {
    start(receipt(true));
    IntStream.range(0, THREADS).forEach(i -> new Webhook().send());
    Webhook waiting = new Webhook().send();
    assertFalse(waiting.goesOn.isDone());
    store.stop();

    waiting.thread();
    assertInstanceOf(StoreUnavailableException.class, waiting.exchange.getException());
  }
}
