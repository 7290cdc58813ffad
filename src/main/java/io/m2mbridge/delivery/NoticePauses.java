package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Which endpoints are left alone at the moment, as the last notice could not be sent to them. The
 * pause doubles with each failure in a row; an endpoint that said {@code Retry-After} has it its
 * way.
 */
final class NoticePauses {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** News and trouble go to the team, by one endpoint. */
  private static final List<List<String>> ENDPOINTS =
      List.of(List.of(Notices.DEAD_LETTERS), List.of(Notices.TROUBLE, Notices.NEWS));

  private record Pause(int failures, long untilNanos) {}

  private final LongSupplier nanoTime;
  private final Map<List<String>, Pause> pauses = new HashMap<>();

  NoticePauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The queues whose endpoint may be called, in the order of their urgency. */
  List<String> open() {
    return queues(true);
  }

  /** The other ones. */
  List<String> paused() {
    return queues(false);
  }

  private List<String> queues(boolean areOpen) {
    List<String> queues = new ArrayList<>();
    for (List<String> endpoint : ENDPOINTS) {
      if (isOpen(endpoint) == areOpen) {
        queues.addAll(endpoint);
      }
    }
    return queues;
  }

  boolean isOpen(String queue) {
    return isOpen(endpoint(queue));
  }

  private boolean isOpen(List<String> endpoint) {
    Pause pause = pauses.get(endpoint);
    return pause == null || nanoTime.getAsLong() - pause.untilNanos() >= 0;
  }

  /** Those that share their endpoint with a queue, itself included. */
  static List<String> endpoint(String queue) {
    return ENDPOINTS.stream().filter(queues -> queues.contains(queue)).findFirst().orElseThrow();
  }

  void succeeded(String queue) {
    pauses.remove(endpoint(queue));
  }

  /**
   * Pauses an endpoint.
   *
   * @param asked what {@code Retry-After} said; zero where it said nothing
   * @param isRefused whether it may be this notice alone that the endpoint doesn't take
   * @return for how long
   */
  Duration failed(String queue, Duration asked, boolean isRefused) {
    Pause last = pauses.get(endpoint(queue));
    int failures = last == null || isRefused ? 1 : Math.min(last.failures() + 1, 30);
    Duration own = backOff(failures, FIRST, LONGEST);
    Duration pause = asked.compareTo(own) > 0 ? asked : own;
    pauses.put(endpoint(queue), new Pause(failures, nanoTime.getAsLong() + nanos(pause)));
    return pause;
  }

  /**
   * Exponential, and up to a fifth longer, so that no two nodes call at the same moment. Never
   * shorter: a chat that takes one notice a second takes the next one after a second.
   */
  static Duration backOff(int failures, Duration first, Duration longest) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
    double jitter = 1 + 0.2 * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (Math.min(doubled, (double) longest.toMillis()) * jitter));
  }

  /** How long until the next pause ends, and no longer than this. */
  Duration untilOneEnds(Duration atMost) {
    long now = nanoTime.getAsLong();
    long least = atMost.toNanos();
    for (Pause pause : pauses.values()) {
      long left = pause.untilNanos() - now;
      if (left > 0) {
        least = Math.min(least, left);
      }
    }
    return Duration.ofNanos(least);
  }

  /** Two centuries at most, which fit into a long. */
  private static long nanos(Duration duration) {
    Duration fitting = duration.toDays() > 70_000 ? Duration.ofDays(70_000) : duration;
    return fitting.toNanos();
  }
}
