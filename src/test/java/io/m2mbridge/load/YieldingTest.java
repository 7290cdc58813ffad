package io.m2mbridge.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class YieldingTest {
  private static final int SOME = 10;
  private static final int BURST = 16;
  private static final int CROWD = 64;

  private final AtomicInteger average = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Yielding yielding = new Yielding(average::get, waiting::get, 2);
  private final AtomicInteger worked = new AtomicInteger();

  private Duration timeOf(int deliveries) {
    return timeOf(deliveries, yielding);
  }

  private Duration timeOf(int deliveries, Yielding yielding) {
    long start = System.nanoTime();
    for (int i = 0; i < deliveries; i++) {
      yielding.run(worked::incrementAndGet);
    }
    assertEquals(deliveries, worked.getAndSet(0));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void assertFaster(Duration limit, Duration took) {
    assertTrue(took.compareTo(limit) < 0, () -> "took " + took);
  }

  private static void assertTenASecond(Duration tookSix) {
    // The first may come right before a beat.
    assertTrue(tookSix.compareTo(Duration.ofMillis(500)) >= 0, () -> "took " + tookSix);
  }

  @Test
  void worksAtOnceWhileHardlyAWebhookWaits() {
    waiting.set(4);
    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondWhileACrowdWaits() {
    average.set(CROWD);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceAgainWhenTheyWaitNoMore() {
    average.set(CROWD);
    timeOf(1);
    average.set(0);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTheBeatAtTheLatestWhileABurstWaits() {
    waiting.set(BURST);

    assertTenASecond(timeOf(6));
  }

  @Test
  void worksAtOnceWhereABurstIsOver() {
    // Each is over when it is looked at again, which is well before the beat.
    AtomicInteger looks = new AtomicInteger();
    Yielding afterBursts =
        new Yielding(() -> 0, () -> looks.incrementAndGet() % 2 == 1 ? BURST : 0, 2);

    assertFaster(Duration.ofSeconds(10), timeOf(200, afterBursts));
  }

  @Test
  void letsAllWorkersWorkOnTheSameBeat() throws Exception {
    average.set(CROWD);
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
      new Thread(() -> yielding.run(work)).start();
    }
  }

  @Test
  void worksAtOnceWhileSomeWaitAndFewWork() {
    waiting.set(SOME);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondWhileSomeWaitAndOthersWork() throws Exception {
    waiting.set(SOME);
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
    average.set(SOME);
    for (int i = 0; i < 3; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              yielding.run(
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
  void worksOnAndStaysInterruptedWhereItsThreadIs() {
    average.set(CROWD);
    Thread.currentThread().interrupt();
    yielding.run(worked::incrementAndGet);

    assertTrue(Thread.interrupted());
    assertEquals(1, worked.get());
  }
}
