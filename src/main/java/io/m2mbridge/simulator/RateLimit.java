package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/** So many calls in any minute, as the simulator's minutes pass. */
final class RateLimit {
  private final int perMinute;
  private final Duration minute;
  private final LongSupplier nanoTime;
  private final ArrayDeque<Long> calls = new ArrayDeque<>();

  /**
   * @param minute how long a minute takes here
   * @param nanoTime a clock for differences
   */
  RateLimit(int perMinute, Duration minute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.minute = minute;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws ApiException when it is one too many
   */
  void take() {
    long now = nanoTime.getAsLong();
    while (!calls.isEmpty() && now - calls.getFirst() >= minute.toNanos()) {
      calls.removeFirst();
    }
    if (calls.size() >= perMinute) {
      throw new ApiException(429, "RATE_LIMIT_EXCEEDED", "Too many requests");
    }
    calls.addLast(now);
  }

  /** Until there is room again, rounded up, at least 1. */
  long secondsToWait() {
    Long oldest = calls.peekFirst();
    long nanos = oldest == null ? 0 : minute.toNanos() - (nanoTime.getAsLong() - oldest);
    return Math.max(1, Duration.ofNanos(nanos).plusSeconds(1).minusNanos(1).toSeconds());
  }
}
