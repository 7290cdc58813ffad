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

/** The deliveries of one event that wait for a worker or have one. Times are {@code nanoTime}s. */
final class Lane {
  private static final long WINDOW_NANOS = 100_000_000;
  private static final long STUCK_NANOS = 1_000_000_000;

  private record Waiting(ClaimedDelivery delivery, long since) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<UUID, Long> runningSince = new LinkedHashMap<>();
  private long windowStart;
  private int endedInWindow;
  private int pace;

  Lane(long now) {
    windowStart = now;
  }

  void add(ClaimedDelivery delivery, long now) {
    waiting.add(new Waiting(delivery, now));
  }

  int waiting() {
    return waiting.size();
  }

  /** What waits longest, null where nothing does. */
  @Nullable ClaimedDelivery first() {
    Waiting first = waiting.peek();
    return first == null ? null : first.delivery();
  }

  /** Has the first begin. */
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

  /** Whether one of its deliveries has run for more than a second. */
  boolean isStuck(long now) {
    return runningSince.values().stream()
        .findFirst()
        .filter(s -> now - s > STUCK_NANOS)
        .isPresent();
  }

  /** How many it ended in a tenth of a second lately. */
  int pace(long now) {
    long passed = now - windowStart;
    if (passed >= WINDOW_NANOS) {
      pace = (int) (endedInWindow * WINDOW_NANOS / passed);
      endedInWindow = 0;
      windowStart = now;
    }
    return pace;
  }

  /** Takes those away that have waited since this time or longer. */
  List<ClaimedDelivery> takeBack(long waitingSince) {
    List<ClaimedDelivery> taken = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.element().since() - waitingSince <= 0) {
      taken.add(waiting.remove().delivery());
    }
    return taken;
  }
}
