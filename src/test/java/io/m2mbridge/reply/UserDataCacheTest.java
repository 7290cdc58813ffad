package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class UserDataCacheTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keepsAnEntryForTenMinutesThoughItIsRead() {
    var cache = UserDataCache.create(nanos::get, Scheduler.disabledScheduler());
    cache.put("user_1", "data");
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertEquals("data", cache.getIfPresent("user_1"));
    nanos.addAndGet(Duration.ofMinutes(4).toNanos() - 1);
    assertEquals("data", cache.getIfPresent("user_1"));
    nanos.addAndGet(1);
    assertNull(cache.getIfPresent("user_1"));
  }

  @Test
  void dropsAnEntryFromMemoryThoughNobodyAsksForIt() {
    Queue<Runnable> scheduled = new ConcurrentLinkedQueue<>();
    var cache =
        UserDataCache.create(
            nanos::get,
            (executor, task, delay, unit) -> {
              scheduled.add(task);
              return new CompletableFuture<>();
            });
    cache.put("user_1", "data");
    Awaitility.await().until(() -> !scheduled.isEmpty());
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    assertEquals(1, cache.estimatedSize());
    scheduled.forEach(Runnable::run);
    Awaitility.await().until(() -> cache.estimatedSize() == 0);
  }

  @Test
  void isBounded() {
    assertTrue(UserDataCache.create().policy().eviction().orElseThrow().getMaximum() <= 100_000);
  }
}
