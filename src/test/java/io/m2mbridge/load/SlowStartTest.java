package io.m2mbridge.load;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicInteger looksUntilCalm = new AtomicInteger();
  private final SlowStart slowStart = new SlowStart(this::isOverloaded, now::get, this::sleep);
  private final AtomicBoolean hasOtherRun = new AtomicBoolean();
  private final Thread other = new Thread(() -> slowStart.run(() -> hasOtherRun.set(true)));

  private void sleep(long nanos) {
    pauses.add(Duration.ofNanos(nanos));
    now.addAndGet(nanos);
  }

  private void startOtherAndAwaitThatItWaits() {
    other.start();
    await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
    assertFalse(hasOtherRun.get());
  }

  private boolean isOverloaded() {
    return looksUntilCalm.getAndUpdate(looks -> Math.max(0, looks - 1)) > 0;
  }

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void runFor(long millis) {
    slowStart.run(() -> pass(millis));
  }

  @Test
  void holdsEventsWhileManyWebhooksWait() {
    looksUntilCalm.set(3);
    runFor(10);
    looksUntilCalm.set(1);

    assertEquals(Collections.nCopies(3, Duration.ofMillis(50)), pauses);
    assertTrue(slowStart.isHeld());
    assertFalse(slowStart.isHeld());
  }

  @Test
  void holdsNoEventAfterTwentySeconds() {
    looksUntilCalm.set(1_000_000);
    pass(19_900);
    runFor(1);
    pass(2_000);
    runFor(1);

    assertEquals(Collections.nCopies(2, Duration.ofMillis(50)), pauses);
    assertFalse(slowStart.isHeld());
  }

  @Test
  void holdsAnEventWhereWebhooksComeDuringItsPause() {
    SlowStart interrupted =
        new SlowStart(
            this::isOverloaded,
            now::get,
            nanos -> {
              if (pauses.isEmpty()) {
                looksUntilCalm.set(2);
              }
              sleep(nanos);
            });
    interrupted.run(() -> pass(10));
    interrupted.run(() -> pass(10));

    assertEquals(
        List.of(Duration.ofMillis(30), Duration.ofMillis(50), Duration.ofMillis(50)), pauses);
  }

  @Test
  void letsWhatWaitsRunOnceTheBridgeStops() throws Exception {
    slowStart.run(
        () -> {
          startOtherAndAwaitThatItWaits();
          slowStart.end();
          await().untilTrue(hasOtherRun);
        });
    other.join();
    looksUntilCalm.set(1);

    assertFalse(slowStart.isHeld());
    assertEquals(List.of(), pauses);
  }

  @Test
  void neitherHoldsNorPausesOnceItIsOver() {
    SlowStart over = SlowStart.over();
    AtomicBoolean hasInnerRun = new AtomicBoolean();
    over.run(() -> over.run(() -> hasInnerRun.set(true)));

    assertTrue(hasInnerRun.get());
    assertFalse(over.isHeld());
  }

  @Test
  void pausesThreeTimesAsLongAsTheEventBeforeTook() {
    runFor(10);
    runFor(20);
    runFor(0);

    assertEquals(List.of(Duration.ofMillis(30), Duration.ofMillis(60)), pauses);
  }

  @Test
  void pausesNoLongerWhereTimeHasPassedAnyway() {
    runFor(10);
    pass(20);
    runFor(10);
    pass(30);
    runFor(10);

    assertEquals(List.of(Duration.ofMillis(10)), pauses);
  }

  @Test
  void endsTwentySecondsAfterTheFirstEventBegan() {
    pass(3_600_000);
    runFor(900);
    pass(18_900);
    runFor(150);
    runFor(50);
    runFor(1);

    assertEquals(List.of(Duration.ofMillis(50)), pauses);
  }

  @Test
  void endsAfterAHundredEvents() {
    for (int i = 0; i < 103; i++) {
      runFor(1);
    }

    assertEquals(Collections.nCopies(99, Duration.ofMillis(3)), pauses);
  }

  @Test
  void pausesNoLongerThanASecond() {
    runFor(900);
    runFor(1);

    assertEquals(List.of(Duration.ofSeconds(1)), pauses);
  }

  @Test
  void endsOnceAnEventHasRunForTwoSeconds() throws Exception {
    slowStart.run(
        () -> {
          pass(1_999);
          startOtherAndAwaitThatItWaits();
          pass(1);
          await().untilTrue(hasOtherRun);
        });
    other.join();
    runFor(1);

    assertEquals(List.of(), pauses);
  }

  @Test
  void runsOneEventAtATime() throws Exception {
    slowStart.run(this::startOtherAndAwaitThatItWaits);
    other.join();

    assertTrue(hasOtherRun.get());
  }

  @Test
  void runsSeveralAtATimeOnceItIsOver() {
    runFor(20_000);
    AtomicBoolean hasInnerRun = new AtomicBoolean();
    slowStart.run(() -> slowStart.run(() -> hasInnerRun.set(true)));

    assertTrue(hasInnerRun.get());
  }

  @Test
  void goesOnAfterAnEventThatFailed() {
    assertThrows(
        IllegalStateException.class,
        () ->
            slowStart.run(
                () -> {
                  pass(10);
                  throw new IllegalStateException();
                }));
    runFor(1);

    assertEquals(List.of(Duration.ofMillis(30)), pauses);
  }

  @Test
  void runsAtOnceAndStaysInterruptedOnAnInterruptedThread() {
    runFor(10);
    AtomicBoolean hasRun = new AtomicBoolean();
    Thread.currentThread().interrupt();
    slowStart.run(() -> hasRun.set(true));

    assertTrue(Thread.interrupted());
    assertTrue(hasRun.get());
    assertEquals(List.of(), pauses);
  }
}
