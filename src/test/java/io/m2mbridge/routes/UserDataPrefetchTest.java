package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.UserDataSource;
import io.m2mbridge.testkit.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class UserDataPrefetchTest {
  private static DataRequests requests;
  private static UserDataSource source;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(UserDataSource.settings());
    settings.put("m2m.link-created.forward", "mock:links");
    requests = DataRequests.start(settings);
    source = UserDataSource.of(requests);
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void fetchesAheadWhenALinkIsOpened() {
    source.has("opened", "OLD");
    requests
        .bridge()
        .send(
            Event.of("link.opened")
                .withText("data.linkId", "link_opened")
                .withText("data.referenceId", DataRequests.user("opened"))
                .toString());
    requests.bridge().await("link.opened:link_opened", "done");
    assertTrue(cache().asMap().containsKey(DataRequests.user("opened")));
  }

  @Test
  void remembersNoAbsence() {
    source.isFetchedAhead("absent");
    assertFalse(cache().asMap().containsKey(DataRequests.user("absent")));
    source.has("absent", "NEW");
    requests.send(requests.event("absent"));
    assertEquals("NEW", source.sent("absent"));
  }

  @Test
  void failsNoEventWhereTheSourceIsBroken() {
    source.breaks();
    source.isFetchedAhead("broken");
    source.isMended();
    assertFalse(cache().asMap().containsKey(DataRequests.user("broken")));
    assertEquals(1, requests.bridge().delivery("link.created:link_of_broken").get("attempts"));
  }

  @Test
  void leavesNothingOfTheUserInWhatIsForwarded() {
    source.has("private", "PRIVATE");
    source.isFetchedAhead("private");
    for (var exchange : requests.mock("links").getReceivedExchanges()) {
      assertFalse(exchange.getVariables().toString().contains("PRIVATE"));
      assertFalse(exchange.getMessage().getHeaders().toString().contains("PRIVATE"));
    }
    assertTrue(requests.mock("links").getReceivedCounter() > 0);
  }

  @Test
  void keepsTheLatestForTenMinutesAtMost() {
    source.has("kept", "OLD");
    source.isFetchedAhead("kept");
    Cache<?, ?> cache = cache();
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

  @SuppressWarnings("unchecked")
  private static Cache<Object, Object> cache() {
    return requests.bridge().context().getRegistry().lookupByNameAndType("user-data", Cache.class);
  }
}
