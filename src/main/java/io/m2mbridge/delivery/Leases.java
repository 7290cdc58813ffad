package io.m2mbridge.delivery;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What one consumer holds at the moment, and so how much more it may claim. */
final class Leases {
  private final ConcurrentMap<UUID, ClaimedDelivery> held = new ConcurrentHashMap<>();
  private final List<String> lanes;
  private final int workers;
  private final int perLane;

  /**
   * @param workers how many deliveries may be held at once; where there are several lanes, one of
   *     them may hold half of that, so that an endpoint that hangs leaves workers for the others
   */
  Leases(List<String> lanes, int workers) {
    this.lanes = lanes;
    this.workers = workers;
    this.perLane = lanes.size() == 1 ? workers : Math.max(1, workers / 2);
  }

  void hold(ClaimedDelivery claimed) {
    held.put(claimed.leaseToken(), claimed);
  }

  void release(ClaimedDelivery claimed) {
    held.remove(claimed.leaseToken());
  }

  Collection<ClaimedDelivery> held() {
    return held.values();
  }

  /** How many more may be claimed in all. */
  int room() {
    return workers - held.size();
  }

  /** One of each lane that holds none: its turn comes first, however much waits in the others. */
  Map<String, Integer> idleRooms() {
    Map<String, Integer> rooms = new LinkedHashMap<>();
    for (String lane : lanes) {
      if (busy(lane) == 0) {
        rooms.put(lane, 1);
      }
    }
    return rooms;
  }

  /** How many more may be claimed of each lane that holds some already; a full one is left out. */
  Map<String, Integer> rooms() {
    Map<String, Integer> rooms = new LinkedHashMap<>();
    for (String lane : lanes) {
      int busy = busy(lane);
      if (busy > 0 && busy < perLane) {
        rooms.put(lane, perLane - busy);
      }
    }
    return rooms;
  }

  private int busy(String lane) {
    return (int) held.values().stream().filter(claimed -> claimed.lane().equals(lane)).count();
  }
}
