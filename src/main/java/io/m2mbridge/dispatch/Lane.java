package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
