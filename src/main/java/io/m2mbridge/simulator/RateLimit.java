package io.m2mbridge.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/** Limits the calls in any simulated minute. */
final class RateLimit {
  private final int perMinute;
  private final Duration minute;
  private final LongSupplier nanoTime;
  private final ArrayDeque<Long> calls = new ArrayDeque<>();

  /**
   * Creates a limit.
   *
   * @param perMinute the maximum number of calls in a minute
   * @param minute the real duration of a simulated minute
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  RateLimit(int perMinute, Duration minute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.minute = minute;
    this.nanoTime = nanoTime;
  }

  /**
   * Counts a call.
   *
   * @throws ApiException if the limit is exceeded
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

  /** Returns the seconds until a call is allowed again, rounded up, at least 1. */
  long secondsToWait() {
    Long oldest = calls.peekFirst();
    long nanos = oldest == null ? 0 : minute.toNanos() - (nanoTime.getAsLong() - oldest);
    return Math.max(1, Duration.ofNanos(nanos).plusSeconds(1).minusNanos(1).toSeconds());
  }
}
