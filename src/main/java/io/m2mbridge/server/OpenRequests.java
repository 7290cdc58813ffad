package io.m2mbridge.server;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The requests that have come in and are not answered yet. There are none to be let in before it is
 * opened, and none after it was closed.
 */
public final class OpenRequests {
  /**
   * An even stream of webhooks has a few open at a time; so many are more than can be kept up with.
   */
  private static final int CROWD = 16;

  /** A crowd thins out with each commit, and where nothing finds the time to read what came in. */
  private static final Duration CROWD_LASTS = Duration.ofMillis(50);

  /** One party a request, and one until it is closed. */
  private final Phaser open = new Phaser(1);

  private final AtomicInteger whole = new AtomicInteger();
  private final LongSupplier nanoTime;
  private volatile long crowdedUntil;
  private volatile boolean taking;

  OpenRequests() {
    this(System::nanoTime);
  }

  OpenRequests(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    crowdedUntil = nanoTime.getAsLong();
  }

  /**
   * Whether more come in than can be kept up with: so many wait, or did a moment ago. Those whose
   * body is still under way don't count: anyone can hold many of them open, without a signature.
   */
  public boolean isCrowded() {
    return count() >= CROWD || nanoTime.getAsLong() - crowdedUntil < 0;
  }

  /** How many have come in as a whole and wait for their answer. */
  int count() {
    return Math.max(0, whole.get());
  }

  /** How many there are, those that are under way included. */
  int letIn() {
    return Math.max(0, open.getRegisteredParties() - 1);
  }

  /** Notes that one has come in as a whole, or that such a one has ended. */
  void countWhole(int change) {
    if (whole.addAndGet(change) >= CROWD) {
      crowdedUntil = nanoTime.getAsLong() + CROWD_LASTS.toNanos();
    }
  }

  /** Lets requests in from now on. */
  void open() {
    taking = true;
  }

  /** Whether it has been opened, and not closed. */
  boolean isOpen() {
    return taking;
  }

  /** Whether a request may go on; each that may must {@link #leave}. */
  boolean enter() {
    open.register();
    // Looked at afterwards: who closes it either sees the request, or is seen by it.
    if (taking) {
      return true;
    }
    leave();
    return false;
  }

  /** Notes that a request was answered, or its connection lost. */
  void leave() {
    open.arriveAndDeregister();
  }

  /**
   * Lets no more in, and waits for those that are.
   *
   * @return false when some were left after the patience
   */
  boolean close(Duration patience) throws InterruptedException {
    taking = false;
    try {
      open.awaitAdvanceInterruptibly(open.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
