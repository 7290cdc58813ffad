package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class YieldingTest {
  private final AtomicBoolean isCrowded = new AtomicBoolean();
  private final Yielding yielding = new Yielding(isCrowded::get);
  private final AtomicInteger worked = new AtomicInteger();

  private Duration timeOf(int deliveries) {
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

  @Test
  void worksAtOnceWhileWebhooksNeedNotWait() {
    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void worksOnTenASecondWhileTheyWait() {
    isCrowded.set(true);
    Duration took = timeOf(6);

    // The first may come right before a beat.
    assertTrue(took.compareTo(Duration.ofMillis(500)) >= 0, () -> "took " + took);
  }

  @Test
  void worksAtOnceAgainWhenTheyWaitNoMore() {
    isCrowded.set(true);
    timeOf(1);
    isCrowded.set(false);

    assertFaster(Duration.ofSeconds(10), timeOf(200));
  }

  @Test
  void letsAllWorkersWorkOnTheSameBeat() throws Exception {
    isCrowded.set(true);
    CountDownLatch together = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      new Thread(
              () ->
                  yielding.run(
                      () -> {
                        together.countDown();
                        await(together);
                      }))
          .start();
    }

    await(together);
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
    isCrowded.set(true);
    Thread.currentThread().interrupt();
    yielding.run(worked::incrementAndGet);

    assertTrue(Thread.interrupted());
    assertEquals(1, worked.get());
  }
}
