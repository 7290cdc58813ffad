package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Counts the webhook requests that have arrived and are not answered yet. Requests are admitted
 * between {@link #open} and {@link #close} only.
 *
 * <p>Two counts are kept. {@link #admitted} includes requests whose body is still being received.
 * {@link #backlog} does not: anyone can hold many of those open, without a signature.
 */
public final class OpenRequests {
  /** The time constant τ of the average: a request answered 50 ms ago has the weight 1/e. */
  private static final Duration TIME_CONSTANT = Duration.ofMillis(50);

  /** A sender may open a connection for each request, so that all of its connections wait. */
  private static final int MIN_HIGH_BACKLOG = 5;

  /** Anyone can hold connections open, without a signature. They must not turn the limit off. */
  private static final int MAX_HIGH_BACKLOG = 40;

  /** Has one party for each request, and one more until this object is closed. */
  private final Phaser parties = new Phaser(1);

  private final IntSupplier connections;
  private final LongSupplier nanoTime;
  private int backlog;
  private double average;
  private long averageAt;
  private volatile boolean isOpen;

  /**
   * @param connections the number of open connections
   */
  public OpenRequests(IntSupplier connections) {
    this(connections, System::nanoTime);
  }

  OpenRequests(IntSupplier connections, LongSupplier nanoTime) {
    this.connections = connections;
    this.nanoTime = nanoTime;
    averageAt = nanoTime.getAsLong();
  }

  /**
   * The exponentially weighted moving average of {@link #backlog}. It ignores a short peak: after
   * the machine has paused there are many requests for a moment, and one commit answers them all.
   *
   * <p>With Δt, the time since the last update, and τ = 50 ms:
   *
   * <pre>average ← average + (backlog − average) · (1 − e^(−Δt/τ))</pre>
   */
  public synchronized double averageBacklog() {
    long now = nanoTime.getAsLong();
    double elapsed = (double) (now - averageAt) / TIME_CONSTANT.toNanos();
    average += (backlog - average) * -Math.expm1(-elapsed);
    averageAt = now;
    return average;
  }

  /** The number of requests that were received completely and wait for their answer. */
  public synchronized int backlog() {
    return backlog;
  }

  /**
   * The backlog from which on webhooks arrive about as fast as they can be answered: half of the
   * connections wait then. It is 5 at least, and 40 at most.
   *
   * <p>A sender that waits for each answer has one request on each connection. If it sends as fast
   * as it can, most of its connections wait; at half of that rate, fewer than half of them do.
   */
  public int highBacklog() {
    return Math.min(MAX_HIGH_BACKLOG, Math.max(MIN_HIGH_BACKLOG, connections.getAsInt() / 2));
  }

  /** The number of requests that are not answered yet, whether received completely or not. */
  public int admitted() {
    return Math.max(0, parties.getRegisteredParties() - 1);
  }

  /**
   * Changes the backlog.
   *
   * @param change positive for requests that were received completely, negative for requests that
   *     were answered
   */
  public synchronized void addToBacklog(int change) {
    averageBacklog();
    backlog += change;
  }

  /** Admits requests from now on. */
  public void open() {
    isOpen = true;
  }

  /** Returns whether requests are admitted now. */
  public boolean isOpen() {
    return isOpen;
  }

  /**
   * Admits one request.
   *
   * @return false where this is not open; after true the caller must call {@link #leave}
   */
  public boolean enter() {
    parties.register();
    // Read after the registration: so close() either waits for this request or refuses it here.
    if (isOpen) {
      return true;
    }
    leave();
    return false;
  }

  /** Notes that an admitted request was answered, or that its connection was lost. */
  public void leave() {
    parties.arriveAndDeregister();
  }

  /**
   * Admits no more requests, and waits for those that were admitted.
   *
   * @return false where some were still not answered after the timeout
   */
  public boolean close(Duration timeout) throws InterruptedException {
    isOpen = false;
    try {
      parties.awaitAdvanceInterruptibly(
          parties.arrive(), timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
