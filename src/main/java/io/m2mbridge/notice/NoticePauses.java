package io.m2mbridge.notice;

import io.m2mbridge.inbox.Notices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The queues that are paused, because their last notice could not be sent. A pause doubles with
 * each failure in a row.
 *
 * <p>Each queue has a pause of its own. News and trouble usually go to the same endpoint, but where
 * a site sends trouble elsewhere, a failure there must not delay the news. An endpoint that answers
 * {@code Retry-After} pauses both queues.
 */
final class NoticePauses {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  private static final List<String> QUEUES =
      List.of(Notices.DEAD_LETTERS, Notices.TROUBLE, Notices.NEWS);
  private static final List<String> OF_TEAM = List.of(Notices.TROUBLE, Notices.NEWS);

  private record Pause(int failures, long untilNanos) {}

  private final LongSupplier nanoTime;
  private final Map<String, Pause> pauses = new HashMap<>();

  NoticePauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns the queues that are not paused, the most urgent first. */
  List<String> open() {
    return QUEUES.stream().filter(this::isOpen).toList();
  }

  /** Returns the queues that are paused, the most urgent first. */
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
   * @param retryAfter the value of {@code Retry-After}; zero where there is none
   * @param isRefused whether the endpoint may refuse only this notice: then the pause doesn't
   *     double
   * @return the length of the pause
   */
  Duration failed(String queue, Duration retryAfter, boolean isRefused) {
    Pause last = pauses.get(queue);
    int failures = last == null || isRefused ? 1 : Math.min(last.failures() + 1, 30);
    Duration own = backOff(failures, FIRST_PAUSE, MAX_PAUSE);
    boolean isAsked = retryAfter.compareTo(own) > 0;
    Duration pause = isAsked ? retryAfter : own;
    long until = nanoTime.getAsLong() + nanos(pause);
    for (String each : isAsked && OF_TEAM.contains(queue) ? OF_TEAM : List.of(queue)) {
      pauses.put(each, new Pause(failures, until));
    }
    return pause;
  }

  /**
   * Returns an exponential back-off with a jitter of up to 20 %, so that two nodes don't call at
   * the same moment. The jitter only adds time, because a chat service that accepts one notice a
   * second refuses a notice that comes earlier.
   */
  static Duration backOff(int failures, Duration first, Duration longest) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
    double jitter = 1 + 0.2 * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (Math.min(doubled, (double) longest.toMillis()) * jitter));
  }

  /** Returns the time until the next pause ends, at most {@code atMost}. */
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

  /** Limits a duration to two centuries, whose nanoseconds fit into a long. */
  private static long nanos(Duration duration) {
    Duration fitting = duration.toDays() > 70_000 ? Duration.ofDays(70_000) : duration;
    return fitting.toNanos();
  }
}
