package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.UserDataSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserDataKeepTest {
  private static DataRequests requests;
  private static UserDataSource source;

  @BeforeAll
  static void start() {
    requests = DataRequests.start(UserDataSource.settings());
    source = UserDataSource.of(requests);
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void keepsTheLatestForTenMinutesAtMost() {
    source.has("kept", "OLD");
    source.isFetchedAhead("kept");
    Cache<?, ?> cache =
        requests.bridge().context().getRegistry().lookupByNameAndType("user-data", Cache.class);
    assertTrue(cache.asMap().get(DataRequests.user("kept")).toString().contains("OLD"));
    assertEquals(
        Duration.ofMinutes(10), cache.policy().expireAfterWrite().orElseThrow().getExpiresAfter());
    assertTrue(cache.policy().expireAfterAccess().isEmpty());

    cache.invalidateAll();
    source.has("kept", "NEW");
    source.breaks();
    requests.send(requests.event("kept"));
    source.isMended();
    assertEquals("NEW", source.sent("kept"));
  }
}
