package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The requests that have come in and are not answered yet. There are none to be let in before it is
 * opened, and none after it was closed.
 */
public final class OpenRequests {
  /** What was open longer ago than this counts for little in the average. */
  private static final Duration RECENT = Duration.ofMillis(50);

  /** One party a request, and one until it is closed. */
  private final Phaser open = new Phaser(1);

  private final LongSupplier nanoTime;
  private int whole;
  private double average;
  private long averageAt;
  private volatile boolean taking;

  public OpenRequests() {
    this(System::nanoTime);
  }

  public OpenRequests(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    averageAt = nanoTime.getAsLong();
  }

  /**
   * How many whole requests waited for their answer of late, on average over time: after a pause of
   * the machine's there are many for a moment, and with one commit they are gone. Those whose body
   * is still under way don't count: anyone can hold many of them open, without a signature.
   */
  public synchronized double average() {
    long now = nanoTime.getAsLong();
    average += (whole - average) * -Math.expm1((double) (averageAt - now) / RECENT.toNanos());
    averageAt = now;
    return average;
  }

  /** How many have come in as a whole and wait for their answer. */
  public synchronized int count() {
    return whole;
  }

  /** How many there are, those that are under way included. */
  public int letIn() {
    return Math.max(0, open.getRegisteredParties() - 1);
  }

  /** Notes that some have come in as a whole, or that such have ended. */
  public synchronized void countWhole(int change) {
    average();
    whole += change;
  }

  /** Lets requests in from now on. */
  public void open() {
    taking = true;
  }

  /** Whether it has been opened, and not closed. */
  public boolean isOpen() {
    return taking;
  }

  /** Whether a request may go on; each that may must {@link #leave}. */
  public boolean enter() {
    open.register();
    // Looked at afterwards: who closes it either sees the request, or is seen by it.
    if (taking) {
      return true;
    }
    leave();
    return false;
  }

  /** Notes that a request was answered, or its connection lost. */
  public void leave() {
    open.arriveAndDeregister();
  }

  /**
   * Lets no more in, and waits for those that are.
   *
   * @return false when some were left after the patience
   */
  public boolean close(Duration patience) throws InterruptedException {
    taking = false;
    try {
      open.awaitAdvanceInterruptibly(open.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
