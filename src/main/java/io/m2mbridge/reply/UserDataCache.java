package io.m2mbridge.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** Makes the cache of the user data that was fetched ahead. */
public final class UserDataCache {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MAXIMUM_SIZE = 100_000;

  private UserDataCache() {}

  /** An empty cache, whose entries live ten minutes from when they were put, read or not. */
  public static Cache<Object, Object> create() {
    return create(Ticker.systemTicker(), Scheduler.systemScheduler());
  }

  static Cache<Object, Object> create(Ticker ticker, Scheduler scheduler) {
    return Caffeine.newBuilder()
        .expireAfterWrite(LIFE)
        .maximumSize(MAXIMUM_SIZE)
        .ticker(ticker)
        // Without it an entry that nobody asks for stays in memory until something else happens
        // here.
        .scheduler(scheduler)
        .build();
  }
}
