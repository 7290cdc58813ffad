package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.ClaimWindow.EVERYTHING;
import static io.m2mbridge.inbox.ClaimWindow.RECENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClaimWindowTest {
  private static final Map<String, Integer> ROOMS = Map.of("a", 4, "b", 4);

  private long now = 17;
  private final ClaimWindow window = new ClaimWindow(List.of("a", "b"), () -> now);

  @Test
  void looksAtWhatBecameDueRecentlyAfterAClaimOfEverything() {
    assertEquals(EVERYTHING, window.lookBack());
    claim(ROOMS, 8, 3);

    assertEquals(RECENT, window.lookBack());
  }

  @Test
  void looksAtEverythingAgainAfterTenSeconds() {
    claim(ROOMS, 8, 0);
    now += Duration.ofSeconds(9).toNanos();
    claim(ROOMS, 8, 0);
    assertEquals(RECENT, window.lookBack());
    now += Duration.ofSeconds(1).toNanos();

    assertEquals(EVERYTHING, window.lookBack());
  }

  @Test
  void looksAtEverythingWhileThereIsABacklog() {
    claim(ROOMS, 8, 4);
    assertEquals(EVERYTHING, window.lookBack());
    claim(ROOMS, 3, 3);
    assertEquals(EVERYTHING, window.lookBack());
    claim(ROOMS, 8, 0);
    claim(ROOMS, 8, 4);
    assertEquals(EVERYTHING, window.lookBack());
  }

  @Test
  void looksAtEverythingWhileALaneIsNotAskedFor() {
    claim(Map.of("a", 4), 4, 0);

    assertEquals(EVERYTHING, window.lookBack());
  }

  private void claim(Map<String, Integer> rooms, int room, int found) {
    window.note(
        window.lookBack(),
        now,
        rooms,
        room,
        LongStream.range(0, found).mapToObj(id -> Deliveries.claimed(id, "a")).toList());
  }
}
