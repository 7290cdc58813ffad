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
  void letsOneLaneHaveHalfTheWorkers() {
    assertEquals(Map.of("a", 3, "b", 3), busy(8, "a", "b").rooms());
    assertEquals(Map.of("a", 2, "b", 2), busy(7, "a", "b").rooms());
    assertEquals(Map.of(), busy(1, "a", "b").rooms());
  }

  @Test
  void givesAllWorkersToAnOnlyLane() {
    assertEquals(Map.of("a", 7), busy(8, "a").rooms());
  }

  @Test
  void letsALaneThatHoldsNoneHaveOneFirst() {
    Leases leases = new Leases(List.of("a", "b"), 4);
    assertEquals(Map.of("a", 1, "b", 1), leases.idleRooms());
    assertEquals(Map.of(), leases.rooms());
    leases.hold(claimed(1, "a"));
    assertEquals(Map.of("b", 1), leases.idleRooms());
    assertEquals(Map.of("a", 1), leases.rooms());
  }

  @Test
  void leavesOutALaneThatIsFull() {
    Leases leases = busy(4, "a", "b");
    leases.hold(claimed(2, "a"));
    assertEquals(Map.of("b", 1), leases.rooms());
    assertEquals(1, leases.room());
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

  /** Leases that hold one of each lane. */
  private static Leases busy(int workers, String... lanes) {
    Leases leases = new Leases(List.of(lanes), workers);
    for (String lane : lanes) {
      leases.hold(claimed(1, lane));
    }
    return leases;
  }

  private static ClaimedDelivery claimed(long id, String lane) {
    return new ClaimedDelivery(
        id, UUID.randomUUID(), lane + ":" + id, lane, 1, Instant.EPOCH, null, new byte[0]);
  }
}
