package io.m2mbridge.notice;

import io.m2mbridge.inbox.Notices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Which queues wait at the moment, as their last notice could not be sent. The pause doubles with
 * each failure in a row. News and trouble go to one endpoint as a rule, but a site's way of telling
 * trouble that fails must hold up no news: each queue has a pause of its own, unless the endpoint
 * said {@code Retry-After}, which is for all that go there.
 */
final class NoticePauses {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final List<String> QUEUES =
      List.of(Notices.DEAD_LETTERS, Notices.TROUBLE, Notices.NEWS);
  private static final List<String> OF_TEAM = List.of(Notices.TROUBLE, Notices.NEWS);

  private record Pause(int failures, long untilNanos) {}

  private final LongSupplier nanoTime;
  private final Map<String, Pause> pauses = new HashMap<>();

  NoticePauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The queues that may send, in the order of their urgency. */
  List<String> open() {
    return QUEUES.stream().filter(this::isOpen).toList();
  }

  /** The other ones. */
  List<String> paused() {
    return QUEUES.stream().filter(queue -> !isOpen(queue)).toList();
  }

  boolean isOpen(String queue) {
    Pause pause = pauses.get(queue);
    return pause == null || nanoTime.getAsLong() - pause.untilNanos() >= 0;
  }

  void succeeded(String queue) {
    pauses.remove(queue);
  }

  /**
   * Pauses a queue.
   *
   * @param asked what {@code Retry-After} said; zero where it said nothing
   * @param isRefused whether it may be this notice alone that the endpoint doesn't take
   * @return for how long
   */
  Duration failed(String queue, Duration asked, boolean isRefused) {
    Pause last = pauses.get(queue);
    int failures = last == null || isRefused ? 1 : Math.min(last.failures() + 1, 30);
    Duration own = backOff(failures, FIRST, LONGEST);
    boolean isAsked = asked.compareTo(own) > 0;
    Duration pause = isAsked ? asked : own;
    long until = nanoTime.getAsLong() + nanos(pause);
    for (String each : isAsked && OF_TEAM.contains(queue) ? OF_TEAM : List.of(queue)) {
      pauses.put(each, new Pause(failures, until));
    }
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
