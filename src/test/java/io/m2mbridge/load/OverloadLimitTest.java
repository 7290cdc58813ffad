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

  private final SetLoad load = new SetLoad(HIGH);
  private final OverloadLimit limit = new OverloadLimit(load, 2);
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
    load.backlog(4);
    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondUnderOverload() {
    load.averageBacklog(HIGH);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceAgainAfterOverload() {
    load.averageBacklog(HIGH);
    timeOf(1);
    load.averageBacklog(0);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTheTickAtTheLatestDuringABurst() {
    load.backlog(HIGH);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceAfterABurst() {
    // Each is over when it is looked at again, which is well before the tick.
    AtomicInteger looks = new AtomicInteger();
    OverloadLimit afterBursts =
        new OverloadLimit(
            new SetLoad(HIGH) {
              @Override
              public int backlog() {
                return looks.incrementAndGet() % 2 == 1 ? HIGH : 0;
              }
            },
            2);

    assertFaster(Duration.ofSeconds(10), timeOf(200, afterBursts));
  }

  @Test
  void startsAllWorkersOnTheSameTick() throws Exception {
    load.averageBacklog(HIGH);
    CountDownLatch together = new CountDownLatch(8);
    startWorkers(8, together, together);

    await(together);
  }

  @Test
  void worksOnTenASecondWhereWebhooksLieUnread() {
    load.averageLag(Duration.ofMillis(20));
    assertTenASecond(timeOf(6));
    load.averageLag(Duration.ofMillis(19));
    assertFaster(Duration.ofSeconds(10), timeOf(200));

    load.lag(Duration.ofMillis(20));
    assertTenASecond(timeOf(6));
    load.lag(Duration.ofMillis(19));
    assertFaster(Duration.ofSeconds(10), timeOf(200));
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
    load.backlog(BUSY);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksAtOnceBelowABurstAndOverload() {
    load.averageBacklog(HIGH - 1);
    load.backlog(HIGH - 1);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondWhileBusyAndOthersWork() throws Exception {
    load.backlog(BUSY);
    assertTenASecondBesideOthers();
  }

  @Test
  void worksOnTenASecondWhereTheLagIsBusyAndOthersWork() throws Exception {
    load.lag(Duration.ofMillis(5));
    assertTenASecondBesideOthers();
  }

  private void assertTenASecondBesideOthers() throws Exception {
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
    load.averageBacklog(BUSY);
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
    load.averageBacklog(HIGH);
    Thread.currentThread().interrupt();
    run(limit, worked::incrementAndGet);

    assertTrue(Thread.interrupted());
    assertEquals(1, worked.get());
  }
}
