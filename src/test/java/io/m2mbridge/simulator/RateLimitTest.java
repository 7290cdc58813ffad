package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Wraps around in the middle of a minute, as a clock for differences may. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

  private final RateLimit limit = new RateLimit(3, MINUTE, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void take(int calls) {
    for (int i = 0; i < calls; i++) {
      limit.take();
    }
  }

  private void refuses() {
    ApiException refusal = assertThrows(ApiException.class, limit::take);
    assertEquals(429, refusal.status());
    assertEquals("RATE_LIMIT_EXCEEDED", refusal.code());
  }

  @Test
  void takesSoManyCallsAndNoneMore() {
    take(3);
    refuses();
  }

  @Test
  void hasRoomOnceTheMinuteIsOver() {
    take(3);
    pass(MINUTE.minusNanos(1));
    refuses();
    pass(Duration.ofNanos(1));

    take(3);
    refuses();
  }

  @Test
  void countsInAnyMinute() {
    take(1);
    pass(Duration.ofSeconds(40));
    take(2);
    pass(Duration.ofSeconds(20));

    take(1);
    refuses();
    pass(Duration.ofSeconds(40));
    take(2);
    refuses();
  }

  @Test
  void countsNoCallThatItRefused() {
    take(3);
    pass(Duration.ofSeconds(59));
    refuses();
    pass(Duration.ofSeconds(1));

    take(3);
  }

  @Test
  void tellsWhenThereIsRoomAgain() {
    take(1);
    pass(Duration.ofSeconds(20));
    take(2);

    assertEquals(40, limit.secondsToWait());
  }

  @Test
  void roundsTheWaitUpSoThatItIsEnough() {
    take(3);
    pass(MINUTE.minus(Duration.ofSeconds(5)).minusNanos(1));
    assertEquals(6, limit.secondsToWait());

    pass(Duration.ofSeconds(limit.secondsToWait()));
    take(3);
  }

  @Test
  void asksForASecondAtLeast() {
    assertEquals(1, limit.secondsToWait());
    take(3);
    pass(MINUTE.minusMillis(1));

    assertEquals(1, limit.secondsToWait());
  }

  @Test
  void hasMinutesAsShortAsTheyAreMade() {
    RateLimit fast = new RateLimit(1, Duration.ofMillis(100), now::get);
    fast.take();
    assertThrows(ApiException.class, fast::take);
    pass(Duration.ofMillis(100));

    fast.take();
  }

  @Test
  void takesNothingAtALimitOfNought() {
    RateLimit none = new RateLimit(0, MINUTE, now::get);

    assertThrows(ApiException.class, none::take);
  }
}
