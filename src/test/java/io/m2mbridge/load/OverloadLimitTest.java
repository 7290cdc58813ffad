package io.m2mbridge.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverloadLimitTest {
  private static final int BUSY = 10;
  private static final int HIGH = 24;

  private final AtomicInteger average = new AtomicInteger();
  private final AtomicInteger backlog = new AtomicInteger();
  private final OverloadLimit limit = new OverloadLimit(average::get, backlog::get, () -> HIGH, 2);
  private final AtomicInteger worked = new AtomicInteger();

  private static void run(OverloadLimit limit, Runnable work) {
    boolean hasPermit = limit.enter();
    try {
      work.run();
    } finally {
      limit.leave(hasPermit);
    }
  }

  private Duration timeOf(int deliveries) {
    return timeOf(deliveries, limit);
  }

  private Duration timeOf(int deliveries, OverloadLimit limit) {
    long start = System.nanoTime();
    for (int i = 0; i < deliveries; i++) {
      run(limit, worked::incrementAndGet);
    }
    assertEquals(deliveries, worked.getAndSet(0));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void assertFaster(Duration most, Duration took) {
    assertTrue(took.compareTo(most) < 0, () -> "took " + took);
  }

  private static void assertTenASecond(Duration tookSix) {
    // The first may come right before a tick.
    assertTrue(tookSix.compareTo(Duration.ofMillis(500)) >= 0, () -> "took " + tookSix);
  }

  @Test
  void worksAtOnceUnderLowLoad() {
    backlog.set(4);
    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondUnderOverload() {
    average.set(HIGH);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceAgainAfterOverload() {
    average.set(HIGH);
    timeOf(1);
    average.set(0);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTheTickAtTheLatestDuringABurst() {
    backlog.set(HIGH);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceAfterABurst() {
    // Each is over when it is looked at again, which is well before the tick.
    AtomicInteger looks = new AtomicInteger();
    OverloadLimit afterBursts =
        new OverloadLimit(
            () -> 0, () -> looks.incrementAndGet() % 2 == 1 ? HIGH : 0, () -> HIGH, 2);

    assertFaster(Duration.ofSeconds(10), timeOf(200, afterBursts));
  }

  @Test
  void startsAllWorkersOnTheSameTick() throws Exception {
    average.set(HIGH);
    CountDownLatch together = new CountDownLatch(8);
    startWorkers(8, together, together);

    await(together);
  }

  /** Each notes that it has begun, and works until the end. */
  private void startWorkers(int workers, CountDownLatch begun, CountDownLatch end) {
    Runnable work =
        () -> {
          begun.countDown();
          await(end);
        };
    for (int i = 0; i < workers; i++) {
      new Thread(() -> run(limit, work)).start();
    }
  }

  @Test
  void worksAtOnceWhileBusyAndFewWork() {
    backlog.set(BUSY);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksAtOnceBelowABurstAndOverload() {
    average.set(HIGH - 1);
    backlog.set(HIGH - 1);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondWhileBusyAndOthersWork() throws Exception {
    backlog.set(BUSY);
    CountDownLatch working = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    startWorkers(2, working, end);
    await(working);
    Duration took = timeOf(6);
    end.countDown();

    assertTenASecond(took);
    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksAtOnceAfterWorkThatFailed() {
    average.set(BUSY);
    for (int i = 0; i < 3; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              run(
                  limit,
                  () -> {
                    throw new IllegalStateException();
                  }));
    }

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void worksAtOnceAndStaysInterruptedOnAnInterruptedThread() {
    average.set(HIGH);
    Thread.currentThread().interrupt();
    run(limit, worked::incrementAndGet);

    assertTrue(Thread.interrupted());
    assertEquals(1, worked.get());
  }
}
