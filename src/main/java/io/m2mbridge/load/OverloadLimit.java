package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * Limits dispatch while webhooks wait for their answers. M2M gives up on an answer that comes late,
 * but a stored event can wait. The limit depends on the backlog, which is the number of webhooks
 * that wait for an answer, and on what is {@linkplain OpenRequests#highBacklog high} for this
 * sender.
 *
 * <table>
 *   <caption>Load level and limit; the highest level that applies counts</caption>
 *   <tr><th>load</th><th>backlog</th><th>limit</th></tr>
 *   <tr><td>low</td><td>below 5, now and on average</td><td>none</td></tr>
 *   <tr>
 *     <td>busy</td><td>5 or more, now or on average</td>
 *     <td>(processors + 1) events run at once; any other event starts on the next tick</td>
 *   </tr>
 *   <tr>
 *     <td>burst</td><td>high now</td>
 *     <td>no event starts before the backlog is lower or the next tick comes</td>
 *   </tr>
 *   <tr>
 *     <td>overload</td><td>high on average</td>
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

  private final DoubleSupplier averageBacklog;
  private final IntSupplier backlog;
  private final IntSupplier highBacklog;
  private final Semaphore permits;

  /**
   * @param averageBacklog the recent average number of webhooks that wait for an answer
   * @param backlog the number of webhooks that wait for an answer now
   * @param highBacklog the backlog from which on webhooks arrive about as fast as they can be
   *     answered
   */
  public OverloadLimit(
      DoubleSupplier averageBacklog, IntSupplier backlog, IntSupplier highBacklog) {
    // One more than the processors: an event that waits for the database uses none.
    this(averageBacklog, backlog, highBacklog, Runtime.getRuntime().availableProcessors() + 1);
  }

  /**
   * @param permits the number of events that run at once while the load is {@code busy} or higher
   */
  OverloadLimit(
      DoubleSupplier averageBacklog, IntSupplier backlog, IntSupplier highBacklog, int permits) {
    this.averageBacklog = averageBacklog;
    this.backlog = backlog;
    this.highBacklog = highBacklog;
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

  /** Returns whether the backlog is high on average. */
  public boolean isOverloaded() {
    return load() == Load.OVERLOAD;
  }

  private static long untilTick(long now) {
    return TICK.toNanos() - Math.floorMod(now, TICK.toNanos());
  }

  private Load load() {
    double average = averageBacklog.getAsDouble();
    int high = highBacklog.getAsInt();
    if (average >= high) {
      return Load.OVERLOAD;
    }
    int now = backlog.getAsInt();
    if (now >= high) {
      return Load.BURST;
    }
    return now >= BUSY_BACKLOG || average >= BUSY_BACKLOG ? Load.BUSY : Load.LOW;
  }
}
