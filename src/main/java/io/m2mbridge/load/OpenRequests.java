package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the webhook requests that have arrived and are not answered yet. Requests are admitted
 * between {@link #open} and {@link #close} only.
 *
 * <p>Two counts are kept. {@link #admitted} includes requests whose body is still being received.
 * {@link #backlog} does not: anyone can hold many of those open, without a signature. What isn't
 * read yet is in neither count; {@link #lag} tells how long that waits.
 */
public final class OpenRequests implements WaitingWebhooks {
  /** The time constant τ of the average: a request answered 50 ms ago has the weight 1/e. */
  private static final Duration TIME_CONSTANT = Duration.ofMillis(50);

  /** A sender may open a connection for each request, so that all of its connections wait. */
  private static final int MIN_HIGH_BACKLOG = 5;

  /** Anyone can hold connections open, without a signature. They must not turn the limit off. */
  private static final int MAX_HIGH_BACKLOG = 40;

  /** If nothing was received for so long, and the event loop is in time, nothing waits. */
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  /** Has one party for each request, and one more until this object is closed. */
  private final Phaser parties = new Phaser(1);

  private final IntSupplier connections;
  private final LongSupplier nanoTime;
  private final EventLoopLag lag;
  private int backlog;
  private long receivedAt;
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
    lag = new EventLoopLag(nanoTime);
    averageAt = nanoTime.getAsLong();
    receivedAt = averageAt - QUIET_NANOS;
  }

  /**
   * Measures the lag from now on.
   *
   * @param eventLoop runs tasks on the thread that reads the requests; null if nothing is read any
   *     more
   */
  public void readBy(@Nullable Executor eventLoop) {
    lag.measure(eventLoop);
  }

  /**
   * The exponentially weighted moving average of {@link #backlog}. It ignores a short peak: after
   * the machine has paused there are many requests for a moment, and one commit answers them all.
   *
   * <p>With Δt, the time since the last update, and τ = 50 ms:
   *
   * <pre>average ← average + (backlog − average) · (1 − e^(−Δt/τ))</pre>
   */
  @Override
  public synchronized double averageBacklog() {
    long now = nanoTime.getAsLong();
    double elapsed = (double) (now - averageAt) / TIME_CONSTANT.toNanos();
    average += (backlog - average) * -Math.expm1(-elapsed);
    averageAt = now;
    return average;
  }

  @Override
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
  @Override
  public int highBacklog() {
    return Math.min(MAX_HIGH_BACKLOG, Math.max(MIN_HIGH_BACKLOG, connections.getAsInt() / 2));
  }

  @Override
  public Duration lag() {
    return lag.now(!isQuiet());
  }

  @Override
  public Duration averageLag() {
    return lag.average(!isQuiet());
  }

  private synchronized boolean isQuiet() {
    return nanoTime.getAsLong() - receivedAt >= QUIET_NANOS;
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
    if (change > 0) {
      receivedAt = averageAt;
    }
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
