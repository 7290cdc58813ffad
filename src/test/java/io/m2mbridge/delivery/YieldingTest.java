package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YieldingTest {
  private final AtomicBoolean isCrowded = new AtomicBoolean();
  private final Yielding yielding = new Yielding(isCrowded::get);
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  private void start(int workers) {
    for (int i = 0; i < workers; i++) {
      new Thread(() -> yielding.run(this::work)).start();
    }
  }

  private void work() {
    running.incrementAndGet();
    try {
      assertTrue(mayEnd.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void end() {
    mayEnd.countDown();
  }

  @Test
  void worksAtOnceWhileWebhooksNeedNotWait() {
    start(8);

    Awaitility.await().atMost(Duration.ofMillis(900)).until(() -> running.get() == 8);
  }

  @Test
  void worksOnOneAtATimeWhileTheyWaitAndOnTheOthersOnceTheyDoNot() {
    isCrowded.set(true);
    start(8);
    Awaitility.await().until(() -> running.get() == 1);
    isCrowded.set(false);

    Awaitility.await().until(() -> running.get() == 8);
  }

  @Test
  void neverStops() {
    isCrowded.set(true);
    long start = System.nanoTime();
    start(3);
    Awaitility.await().until(() -> running.get() == 3);

    assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
    assertEquals(3, running.get());
  }

  @Test
  void givesTheTurnOnThoughItsHolderWasInterrupted() throws Exception {
    isCrowded.set(true);
    Thread.currentThread().interrupt();
    yielding.run(() -> assertTrue(Thread.interrupted()));
    for (int i = 0; i < 20; i++) {
      Thread holder = new Thread(() -> yielding.run(() -> {}));
      holder.start();
      holder.interrupt();
      holder.join();
    }
    long start = System.nanoTime();
    yielding.run(() -> {});

    assertTrue(System.nanoTime() - start < Duration.ofMillis(900).toNanos());
  }
}
