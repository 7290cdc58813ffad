package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UserDataCacheTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keepsAnEntryForTenMinutesThoughItIsRead() {
    var cache = UserDataCache.create(nanos::get);
    cache.put("user_1", "data");
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertEquals("data", cache.getIfPresent("user_1"));
    nanos.addAndGet(Duration.ofMinutes(4).toNanos() - 1);
    assertEquals("data", cache.getIfPresent("user_1"));
    nanos.addAndGet(1);
    assertNull(cache.getIfPresent("user_1"));
  }

  @Test
  void isBounded() {
    assertTrue(UserDataCache.create().policy().eviction().orElseThrow().getMaximum() <= 100_000);
  }
}
