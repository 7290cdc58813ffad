package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which delivery a worker takes next, and how many more to claim. Where there are several lanes,
 * none has more than half the workers, those that are stuck have half of them together, and one
 * stays free for each lane that has none: whatever hangs, the others go on. A lane that is fast has
 * some claimed ahead, as many as it works off in a tenth of a second.
 */
final class Lanes {
  private static final int MOST_AHEAD = 32;

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final int workers;
  private final int half;
  private final LongSupplier nanoTime;

  Lanes(List<String> names, int workers) {
    this(names, workers, System::nanoTime);
  }

  Lanes(List<String> names, int workers, LongSupplier nanoTime) {
    this.workers = workers;
    this.half = names.size() == 1 ? workers : Math.max(1, workers / 2);
    this.nanoTime = nanoTime;
    names.forEach(name -> lanes.put(name, new Lane(nanoTime.getAsLong())));
  }

  /**
   * How many to claim of each lane; nothing until one of them has used up half, so that a claim is
   * worth its while.
   */
  synchronized Map<String, Integer> rooms() {
    long now = nanoTime.getAsLong();
    Map<String, Integer> rooms = new LinkedHashMap<>();
    lanes.forEach(
        (name, lane) -> {
          int room = wanted(lane, now) - lane.waiting();
          if (room > 0) {
            rooms.put(name, room);
          }
        });
    return lanes.values().stream().anyMatch(lane -> asks(lane, now)) ? rooms : Map.of();
  }

  private boolean asks(Lane lane, long now) {
    int wanted = wanted(lane, now);
    return wanted > 0 && lane.waiting() * 2 <= wanted;
  }

  private int wanted(Lane lane, long now) {
    int startable = mayStart(lane, now) ? half - lane.running() : 0;
    int ahead = lane.isStuck(now) ? 0 : Math.min(MOST_AHEAD, lane.pace(now));
    return startable + ahead;
  }

  private boolean mayStart(Lane lane, long now) {
    int free = workers - lanes.values().stream().mapToInt(Lane::running).sum();
    if (lane.running() == 0) {
      return free > 0;
    }
    int idle = (int) lanes.values().stream().filter(other -> other.running() == 0).count();
    return free > idle
        && lane.running() < half
        && (lanes.size() == 1 || !lane.isStuck(now) || stuck(now) < half);
  }

  /** How many workers the lanes have in which something is stuck. */
  private int stuck(long now) {
    return lanes.values().stream().filter(lane -> lane.isStuck(now)).mapToInt(Lane::running).sum();
  }

  synchronized void add(Collection<ClaimedDelivery> claimed) {
    long now = nanoTime.getAsLong();
    claimed.forEach(delivery -> lane(delivery).add(delivery, now));
  }

  /** Has the next one begin, the longest received of those that may; null where none may. */
  synchronized @Nullable ClaimedDelivery next() {
    long now = nanoTime.getAsLong();
    Lane next = null;
    ClaimedDelivery oldest = null;
    for (Lane lane : lanes.values()) {
      ClaimedDelivery first = lane.first();
      if (first != null
          && (oldest == null || first.receivedAt().isBefore(oldest.receivedAt()))
          && mayStart(lane, now)) {
        next = lane;
        oldest = first;
      }
    }
    return next == null ? null : next.start(now);
  }

  /** Has one end; true when its lane could do with more. */
  synchronized boolean end(ClaimedDelivery delivery) {
    Lane lane = lane(delivery);
    lane.end(delivery);
    return asks(lane, nanoTime.getAsLong());
  }

  /** Takes those away that have waited for so long and not begun: another node may be free. */
  synchronized List<ClaimedDelivery> takeBack(Duration waited) {
    long since = nanoTime.getAsLong() - waited.toNanos();
    List<ClaimedDelivery> taken = new ArrayList<>();
    lanes.values().forEach(lane -> taken.addAll(lane.takeBack(since)));
    return taken;
  }

  private Lane lane(ClaimedDelivery delivery) {
    Lane lane = lanes.get(delivery.lane());
    if (lane == null) {
      throw new IllegalArgumentException("no lane " + delivery.lane());
    }
    return lane;
  }
}
