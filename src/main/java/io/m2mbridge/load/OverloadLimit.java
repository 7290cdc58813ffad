package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits dispatch while webhooks wait for their answers. M2M gives up on an answer that comes late,
 * but a stored event can wait. The limit depends on the backlog, which is the number of webhooks
 * that wait for an answer, and on what is {@linkplain OpenRequests#highBacklog high} for this
 * sender. It also depends on the {@linkplain OpenRequests#lag lag}: where the processors are short,
 * webhooks lie unread, and the backlog looks low.
 *
 * <table>
 *   <caption>Load level and limit; the highest level that applies counts</caption>
 *   <tr><th>load</th><th>backlog</th><th>lag</th><th>limit</th></tr>
 *   <tr><td>low</td><td>below 5, now and on average</td><td>below 5 ms</td><td>none</td></tr>
 *   <tr>
 *     <td>busy</td><td>5 or more, now or on average</td><td>5 ms or more</td>
 *     <td>(processors + 1) events run at once; any other event starts on the next tick</td>
 *   </tr>
 *   <tr>
 *     <td>burst</td><td>high now</td><td>20 ms or more</td>
 *     <td>no event starts before the load is lower or the next tick comes</td>
 *   </tr>
 *   <tr>
 *     <td>overload</td><td>high on average</td><td>20 ms or more on average</td>
 *     <td>each worker starts one event on each tick, so 10 events a second for each worker</td>
 *   </tr>
 * </table>
 *
 * <p>A tick comes every 100 ms, at the same moment for all threads of the process. So the claims
 * and the {@code done} marks of all workers also happen together, in one statement each. Dispatch
 * becomes slow under overload, but never stops.
 */
public final class OverloadLimit {
  private static final Duration TICK = Duration.ofMillis(100);

  private static final int BUSY_BACKLOG = 5;
  private static final Duration BUSY_LAG = Duration.ofMillis(5);

  /** M2M's limit for an answer is far away, but a sender with few connections becomes slow. */
  private static final Duration HIGH_LAG = Duration.ofMillis(20);

  private enum Load {
    LOW(Duration.ZERO),
    BUSY(Duration.ZERO),
    BURST(Duration.ofMillis(5)),
    OVERLOAD(Duration.ofMillis(50));

    /** The pause before the load is read again; zero where no pause is needed. */
    private final Duration pause;

    Load(Duration pause) {
      this.pause = pause;
    }
  }

  private final WaitingWebhooks webhooks;
  private final Semaphore permits;

  /**
   * @param webhooks those that go first
   */
  public OverloadLimit(WaitingWebhooks webhooks) {
    // One more than the processors: an event that waits for the database uses none.
    this(webhooks, Runtime.getRuntime().availableProcessors() + 1);
  }

  /**
   * @param permits the number of events that run at once while the load is {@code busy} or higher
   */
  OverloadLimit(WaitingWebhooks webhooks, int permits) {
    this.webhooks = webhooks;
    this.permits = new Semaphore(permits);
  }

  /**
   * Waits until the caller's work is admitted. An interrupted thread is admitted at once and stays
   * interrupted.
   *
   * @return true where the caller holds a permit, which it must {@link #leave give back}
   */
  public boolean enter() {
    try {
      return acquire(awaitAdmission());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Goes on with work that was admitted before and has paused.
   *
   * @return true where the caller holds a permit, which it must {@link #leave give back}
   */
  public boolean enterAgain() {
    try {
      return acquire(untilTick(System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Ends or pauses work.
   *
   * @param hasPermit what the last {@code enter} returned
   */
  public void leave(boolean hasPermit) {
    if (hasPermit) {
      permits.release();
    }
  }

  /**
   * Returns true where the caller holds a permit. The caller needs no permit while the load is low,
   * or when it starts on the tick.
   */
  private boolean acquire(long untilTick) throws InterruptedException {
    return untilTick > 0
        && load() != Load.LOW
        && permits.tryAcquire(untilTick, TimeUnit.NANOSECONDS);
  }

  /**
   * Returns at once while the load is low or busy. Otherwise waits until the load is lower, at most
   * until the next tick.
   *
   * @return the nanoseconds from now to that tick; zero or less where it has come
   */
  public long awaitAdmission() throws InterruptedException {
    long now = System.nanoTime();
    long tick = now + untilTick(now);
    for (Load load = load(); tick - now > 0 && !load.pause.isZero(); load = load()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(tick - now, load.pause.toNanos()));
      now = System.nanoTime();
    }
    return tick - now;
  }

  /** Returns whether many webhooks wait on average, or lie unread for long. */
  public boolean isOverloaded() {
    return load() == Load.OVERLOAD;
  }

  private static long untilTick(long now) {
    return TICK.toNanos() - Math.floorMod(now, TICK.toNanos());
  }

  private Load load() {
    double average = webhooks.averageBacklog();
    int high = webhooks.highBacklog();
    if (average >= high || webhooks.averageLag().compareTo(HIGH_LAG) >= 0) {
      return Load.OVERLOAD;
    }
    int now = webhooks.backlog();
    Duration lag = webhooks.lag();
    if (now >= high || lag.compareTo(HIGH_LAG) >= 0) {
      return Load.BURST;
    }
    return now >= BUSY_BACKLOG || average >= BUSY_BACKLOG || lag.compareTo(BUSY_LAG) >= 0
        ? Load.BUSY
        : Load.LOW;
  }
}
