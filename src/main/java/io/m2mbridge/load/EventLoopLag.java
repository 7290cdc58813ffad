package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how late the event loop of a server is: the time that a task waits until it runs there.
 * It measures only when somebody asks, so that an idle bridge does nothing.
 */
final class EventLoopLag {
  /** The least time between two measurements. */
  private static final long INTERVAL_NANOS = Duration.ofMillis(5).toNanos();

  /** An older measurement tells nothing. It is also the time constant of the average. */
  private static final long RECENT_NANOS = Duration.ofMillis(50).toNanos();

  private final LongSupplier nanoTime;
  private @Nullable Executor eventLoop;

  /** The measurement under way; null if there is none. */
  private @Nullable Probe probe;

  private long measured;
  private long measuredAt;
  private double average;
  private long averageAt;

  EventLoopLag(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    measuredAt = nanoTime.getAsLong();
    averageAt = measuredAt;
  }

  /** The event loop takes no lock, because a thread that has it may not be running. */
  private final class Probe implements Runnable {
    private final Executor asked;
    private final long askedAt = nanoTime.getAsLong();
    private volatile boolean isAnswered;
    private volatile long answeredAt;

    Probe(Executor asked) {
      this.asked = asked;
    }

    @Override
    public void run() {
      answeredAt = nanoTime.getAsLong();
      isAnswered = true;
    }
  }

  /**
   * Measures an event loop from now on.
   *
   * @param eventLoop null if there is none any more, and nothing to measure
   */
  synchronized void measure(@Nullable Executor eventLoop) {
    this.eventLoop = eventLoop;
    probe = null;
    measured = 0;
    average = 0;
  }

  /**
   * The lag now: as measured last, or the time since a question that isn't answered yet.
   *
   * @param isWanted false if nothing new is to be measured
   */
  Duration now(boolean isWanted) {
    Probe next = isWanted ? next() : null;
    if (next != null) {
      send(next);
    }
    return Duration.ofNanos(nanos());
  }

  /**
   * The exponentially weighted moving average, by the formula of {@link
   * OpenRequests#averageBacklog}. Each lag counts for the time since the one before, so that a
   * pause of the whole machine counts as well.
   *
   * @param isWanted false if nothing new is to be measured
   */
  Duration average(boolean isWanted) {
    return Duration.ofNanos((long) averaged(now(isWanted).toNanos()));
  }

  private synchronized double averaged(long nanos) {
    long now = nanoTime.getAsLong();
    average += (nanos - average) * -Math.expm1(-(double) (now - averageAt) / RECENT_NANOS);
    averageAt = now;
    return average;
  }

  private synchronized long nanos() {
    noteAnswer();
    long now = nanoTime.getAsLong();
    long unanswered = probe == null ? 0 : now - probe.askedAt;
    return Math.max(unanswered, now - measuredAt < RECENT_NANOS ? measured : 0);
  }

  private void noteAnswer() {
    if (probe != null && probe.isAnswered) {
      measured = probe.answeredAt - probe.askedAt;
      measuredAt = probe.answeredAt;
      probe = null;
    }
  }

  /** Returns null where it is too early for another one. */
  private synchronized @Nullable Probe next() {
    noteAnswer();
    if (eventLoop == null || probe != null || nanoTime.getAsLong() - measuredAt < INTERVAL_NANOS) {
      return null;
    }
    probe = new Probe(eventLoop);
    return probe;
  }

  private void send(Probe next) {
    try {
      next.asked.execute(next);
    } catch (RejectedExecutionException e) {
      end(next.asked);
    }
  }

  /** The server of this event loop has stopped. Another one may have started since. */
  private synchronized void end(Executor stopped) {
    if (eventLoop == stopped) {
      measure(null);
    }
  }
}
