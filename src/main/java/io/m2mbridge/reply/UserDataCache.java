package io.m2mbridge.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Creates the cache of prefetched user data. */
public final class UserDataCache {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);
  private static final int MAXIMUM_SIZE = 100_000;

  private UserDataCache() {}

  /**
   * Returns an empty cache. An entry expires ten minutes after it was put, whether it was read or
   * not.
   */
  public static Cache<Object, Object> create() {
    return create(Ticker.systemTicker(), Scheduler.systemScheduler());
  }

  static Cache<Object, Object> create(Ticker ticker, Scheduler scheduler) {
    return Caffeine.newBuilder()
        .expireAfterWrite(TIME_TO_LIVE)
        .maximumSize(MAXIMUM_SIZE)
        .ticker(ticker)
        // Without a scheduler, an expired entry stays in memory until the next use of the cache.
        .scheduler(scheduler)
        .build();
  }
}
