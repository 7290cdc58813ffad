package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one event's claimed deliveries: those that wait for a worker, and those that run.
 * Times are values of {@link System#nanoTime}.
 */
final class Lane {
  private static final long WINDOW_NANOS = 100_000_000;
  private static final long BLOCKED_NANOS = 1_000_000_000;

  private record Waiting(ClaimedDelivery delivery, long since) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** When each running delivery started, by its lease token, the earliest first. */
  private final Map<UUID, Long> runningSince = new LinkedHashMap<>();

  /** The lease tokens of deliveries that gave up their worker for a while. */
  private final Set<UUID> paused = new HashSet<>();

  /** Those of {@link #paused} that need a worker again, the first one first. */
  private final Map<UUID, CompletableFuture<Void>> resuming = new LinkedHashMap<>();

  private long windowStart;
  private int endedInWindow;
  private int throughput;

  Lane(long now) {
    windowStart = now;
  }

  void add(ClaimedDelivery delivery, long now) {
    waiting.add(new Waiting(delivery, now));
  }

  int waiting() {
    return waiting.size();
  }

  /** Returns the delivery that has waited longest, null where none waits. */
  @Nullable ClaimedDelivery first() {
    Waiting first = waiting.peek();
    return first == null ? null : first.delivery();
  }

  /** Moves the delivery that has waited longest to those that run. */
  ClaimedDelivery start(long now) {
    ClaimedDelivery first = waiting.remove().delivery();
    runningSince.put(first.leaseToken(), now);
    return first;
  }

  void end(ClaimedDelivery delivery) {
    if (runningSince.remove(delivery.leaseToken()) != null) {
      endedInWindow++;
    }
    paused.remove(delivery.leaseToken());
    CompletableFuture<Void> waiting = resuming.remove(delivery.leaseToken());
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Takes its worker from a delivery; returns false where it has none. */
  boolean pause(ClaimedDelivery delivery) {
    if (runningSince.remove(delivery.leaseToken()) == null) {
      return false;
    }
    paused.add(delivery.leaseToken());
    return true;
  }

  /** Returns how many deliveries pause, without those that need a worker again. */
  int paused() {
    return paused.size() - resuming.size();
  }

  /** Lets a paused delivery wait for a worker. The result is complete once it has one. */
  CompletableFuture<Void> resume(ClaimedDelivery delivery) {
    return paused.contains(delivery.leaseToken())
        ? resuming.computeIfAbsent(delivery.leaseToken(), token -> new CompletableFuture<>())
        : CompletableFuture.completedFuture(null);
  }

  boolean hasResuming() {
    return !resuming.isEmpty();
  }

  /** Gives a worker to the delivery that has waited longest to go on. */
  void giveWorker(long now) {
    var first = resuming.entrySet().iterator();
    var next = first.next();
    first.remove();
    paused.remove(next.getKey());
    runningSince.put(next.getKey(), now);
    next.getValue().complete(null);
  }

  int running() {
    return runningSince.size();
  }

  /** Returns whether a delivery has run for more than a second. */
  boolean isBlocked(long now) {
    return runningSince.values().stream()
        .findFirst()
        .filter(start -> now - start > BLOCKED_NANOS)
        .isPresent();
  }

  /** Returns how many deliveries ended in a recent window of 100 ms. */
  int throughput(long now) {
    long passed = now - windowStart;
    if (passed >= WINDOW_NANOS) {
      throughput = (int) (endedInWindow * WINDOW_NANOS / passed);
      endedInWindow = 0;
      windowStart = now;
    }
    return throughput;
  }

  /** Removes and returns the deliveries that have waited since this time or longer. */
  List<ClaimedDelivery> takeBack(long waitingSince) {
    List<ClaimedDelivery> taken = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.element().since() - waitingSince <= 0) {
      taken.add(waiting.remove().delivery());
    }
    return taken;
  }
}
