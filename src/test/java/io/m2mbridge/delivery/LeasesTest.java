package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeasesTest {
  @Test
  void givesHalfTheWorkersToEachOfSeveralLanes() {
    assertEquals(Map.of("a", 4, "b", 4), new Leases(List.of("a", "b"), 8).rooms());
    assertEquals(Map.of("a", 3, "b", 3), new Leases(List.of("a", "b"), 7).rooms());
    assertEquals(Map.of("a", 1, "b", 1), new Leases(List.of("a", "b"), 1).rooms());
  }

  @Test
  void givesAllWorkersToAnOnlyLane() {
    assertEquals(Map.of("a", 8), new Leases(List.of("a"), 8).rooms());
  }

  @Test
  void leavesOutALaneThatIsFull() {
    Leases leases = new Leases(List.of("a", "b"), 4);
    leases.hold(claimed(1, "a"));
    assertEquals(Map.of("a", 1, "b", 2), leases.rooms());
    leases.hold(claimed(2, "a"));
    assertEquals(Map.of("b", 2), leases.rooms());
    assertEquals(2, leases.room());
  }

  @Test
  void hasRoomAgainForWhatIsReleased() {
    Leases leases = new Leases(List.of("a"), 2);
    ClaimedDelivery one = claimed(1, "a");
    leases.hold(one);
    leases.hold(claimed(2, "a"));
    assertEquals(0, leases.room());
    assertTrue(leases.rooms().isEmpty());
    leases.release(one);
    leases.release(one);

    assertEquals(1, leases.room());
    assertEquals(Map.of("a", 1), leases.rooms());
    assertEquals(1, leases.held().size());
  }

  @Test
  void countsTwoClaimsOfOneDeliveryAsTwo() {
    Leases leases = new Leases(List.of("a"), 2);
    ClaimedDelivery late = claimed(1, "a");
    leases.hold(late);
    leases.hold(claimed(1, "a"));
    assertEquals(0, leases.room());
    leases.release(late);

    assertEquals(1, leases.held().size());
  }

  private static ClaimedDelivery claimed(long id, String lane) {
    return new ClaimedDelivery(
        id, UUID.randomUUID(), lane + ":" + id, lane, 1, Instant.EPOCH, null, new byte[0]);
  }
}
