package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which delivery a worker starts next, and how many deliveries to claim. Each event has a
 * lane of its own.
 *
 * <p>These rules keep an event whose endpoint hangs from stopping the others. They apply where
 * there are two lanes or more:
 *
 * <ul>
 *   <li>One lane has at most half of the workers.
 *   <li>All blocked lanes together have at most half of the workers. A lane is blocked while one of
 *       its deliveries has run for more than a second.
 *   <li>One worker is kept free for each lane in which nothing runs.
 * </ul>
 *
 * <p>A delivery that waits for a {@link SharedTransactions shared transaction} pauses: it has no
 * worker meanwhile, so that another one may start and share the transaction, too. It then waits for
 * a worker by the same rules, before those that have not started.
 *
 * <p>The capacity of a lane is the number of deliveries that may wait in it: those that may start
 * now, and those that are prefetched, which are as many as the lane ends in 100 ms, at most 32.
 */
final class Lanes {
  private static final int MAX_PREFETCH = 32;

  /** How many deliveries pause at most, in all lanes. */
  private static final int MAX_PAUSED = 32;

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final int workers;
  private final int maxPerLane;
  private final LongSupplier nanoTime;

  Lanes(List<String> names, int workers) {
    this(names, workers, System::nanoTime);
  }

  Lanes(List<String> names, int workers, LongSupplier nanoTime) {
    this.workers = workers;
    this.maxPerLane = names.size() == 1 ? workers : Math.max(1, workers / 2);
    this.nanoTime = nanoTime;
    names.forEach(name -> lanes.put(name, new Lane(nanoTime.getAsLong())));
  }

  /**
   * Returns how many deliveries to claim for each lane, without lanes that are full. The result is
   * empty until one lane needs a refill, so that each claim takes several deliveries.
   */
  synchronized Map<String, Integer> refill() {
    long now = nanoTime.getAsLong();
    Map<String, Integer> refill = new LinkedHashMap<>();
    lanes.forEach(
        (name, lane) -> {
          int free = capacity(lane, now) - lane.waiting();
          if (free > 0) {
            refill.put(name, free);
          }
        });
    return lanes.values().stream().anyMatch(lane -> needsRefill(lane, now)) ? refill : Map.of();
  }

  /** A lane needs a refill once at most half of its capacity is used. */
  private boolean needsRefill(Lane lane, long now) {
    int capacity = capacity(lane, now);
    return capacity > 0 && lane.waiting() * 2 <= capacity;
  }

  private int capacity(Lane lane, long now) {
    int startable = mayStart(lane, now) ? maxPerLane - lane.running() : 0;
    int prefetched = lane.isBlocked(now) ? 0 : Math.min(MAX_PREFETCH, lane.throughput(now));
    return startable + prefetched;
  }

  private boolean mayStart(Lane lane, long now) {
    int free = workers - lanes.values().stream().mapToInt(Lane::running).sum();
    if (lane.running() == 0) {
      return free > 0;
    }
    int idleLanes = (int) lanes.values().stream().filter(other -> other.running() == 0).count();
    return free > idleLanes
        && lane.running() < maxPerLane
        && (lanes.size() == 1 || !lane.isBlocked(now) || runningInBlocked(now) < maxPerLane);
  }

  /** Returns how many workers all blocked lanes have together. */
  private int runningInBlocked(long now) {
    return lanes.values().stream()
        .filter(lane -> lane.isBlocked(now))
        .mapToInt(Lane::running)
        .sum();
  }

  synchronized void add(Collection<ClaimedDelivery> claimed) {
    long now = nanoTime.getAsLong();
    claimed.forEach(delivery -> lane(delivery).add(delivery, now));
  }

  /**
   * Starts the delivery that was received first, among the lanes that may start one.
   *
   * @return null where no lane may start one
   */
  synchronized @Nullable ClaimedDelivery next() {
    long now = nanoTime.getAsLong();
    Lane next = null;
    ClaimedDelivery oldest = null;
    for (Lane lane : lanes.values()) {
      ClaimedDelivery first = lane.first();
      if (first != null
          && (oldest == null || first.receivedAt().isBefore(oldest.receivedAt()))
          && !lane.hasResuming()
          && mayStart(lane, now)) {
        next = lane;
        oldest = first;
      }
    }
    return next == null ? null : next.start(now);
  }

  /** Ends a delivery, and returns whether its lane needs a refill. */
  synchronized boolean end(ClaimedDelivery delivery) {
    long now = nanoTime.getAsLong();
    Lane lane = lane(delivery);
    lane.end(delivery);
    giveWorkers(now);
    return needsRefill(lane, now);
  }

  /**
   * Takes the worker of a delivery that waits for something else than its endpoint.
   *
   * @return false where it keeps its worker: it has paused already, has ended, or too many pause
   */
  synchronized boolean pause(ClaimedDelivery delivery) {
    int paused = lanes.values().stream().mapToInt(Lane::paused).sum();
    boolean isPaused = paused < MAX_PAUSED && lane(delivery).pause(delivery);
    if (isPaused) {
      giveWorkers(nanoTime.getAsLong());
    }
    return isPaused;
  }

  /** Lets a paused delivery go on. The result is complete once it has a worker, or has ended. */
  synchronized CompletableFuture<Void> resume(ClaimedDelivery delivery) {
    CompletableFuture<Void> worker = lane(delivery).resume(delivery);
    giveWorkers(nanoTime.getAsLong());
    return worker;
  }

  private void giveWorkers(long now) {
    for (Lane lane : lanes.values()) {
      while (lane.hasResuming() && mayStart(lane, now)) {
        lane.giveWorker(now);
      }
    }
  }

  /**
   * Removes and returns the deliveries that have waited for this long without a worker. Another
   * node may have a free one.
   */
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
