package io.m2mbridge.console.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes failed logins wait, by a key such as an address. After some failures each further one
 * doubles the wait. It is kept in the memory of this node, and bounded.
 */
final class Throttle {
  private static final int MOST_KEYS = 10_000;
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 20;

  private final Clock clock;
  private final int free;
  private final Duration longest;
  private final Cache<String, Failures> failures =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterWrite(FORGOTTEN).build();

  private record Failures(int count, Instant until) {}

  /**
   * Creates a throttle.
   *
   * @param free how many failures make nobody wait
   * @param longest the longest wait
   */
  Throttle(Clock clock, int free, Duration longest) {
    this.clock = clock;
    this.free = free;
    this.longest = longest;
  }

  /**
   * Counts an attempt as failed before it is made, so that many at the same moment don't pass.
   *
   * @return how long the key has to wait; zero if the attempt may be made
   */
  Duration begin(String key) {
    Instant now = clock.instant();
    Duration[] wait = {Duration.ZERO};
    failures
        .asMap()
        .compute(
            key,
            (same, before) -> {
              if (before != null && before.until().isAfter(now)) {
                wait[0] = Duration.between(now, before.until());
                return before;
              }
              int count = before == null ? 1 : before.count() + 1;
              return new Failures(count, now.plus(waitAfter(count)));
            });
    return wait[0];
  }

  private Duration waitAfter(int count) {
    if (count < free) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(count - free, MOST_DOUBLINGS));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  /** Forgets all failures of a key. */
  void forget(String key) {
    failures.invalidate(key);
  }

  /** Takes back what {@link #begin} has counted, because the login succeeded. */
  void takeBack(String key) {
    failures
        .asMap()
        .computeIfPresent(
            key,
            (same, counted) ->
                counted.count() <= 1 ? null : new Failures(counted.count() - 1, Instant.EPOCH));
  }
}
