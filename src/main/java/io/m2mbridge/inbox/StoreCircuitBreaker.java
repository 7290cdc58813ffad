package io.m2mbridge.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of the inserts. While it is open, webhooks are refused at once, so that they
 * do not pile up behind a database that fails.
 *
 * <ul>
 *   <li>One failure that concerns all webhooks opens it.
 *   <li>{@link StoreProbe} then tries an insert every half second; one that succeeds closes it. No
 *       webhook is used for that, because a node that isn't ready gets none.
 *   <li>The bridge is ready again only after three successful probes in a row, so that its
 *       readiness doesn't flap: {@link #trouble} tells.
 * </ul>
 *
 * <p>While nothing is stored, there is a probe every 30 seconds.
 */
public final class StoreCircuitBreaker {
  private static final int PROBES_UNTIL_READY = 3;

  private final long pauseNanos;
  private final long idleNanos;

  private @Nullable String trouble;

  /** How many more probes must succeed before the bridge is ready. */
  private int missingProbes;

  private boolean isProbeRequested;
  private long lastProbe = System.nanoTime();
  private volatile long lastStored = lastProbe;
  private volatile boolean isOpen;

  StoreCircuitBreaker() {
    this(Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /**
   * @param pause from a failure, or a probe, to the next probe
   * @param idle from the last webhook that was stored, or the last probe, to the next probe
   */
  StoreCircuitBreaker(Duration pause, Duration idle) {
    pauseNanos = pause.toNanos();
    idleNanos = idle.toNanos();
  }

  /** Starts closed, but not ready: a probe is due at once. */
  synchronized void begin() {
    trouble = "no probe has succeeded yet";
    missingProbes = 1;
    lastProbe = System.nanoTime() - pauseNanos;
    isOpen = false;
    notifyAll();
  }

  /**
   * Opens after a failure that concerns all webhooks.
   *
   * @param words without a value; see {@link io.m2mbridge.failure.FailureDescription#of}
   * @return whether it was closed until now
   */
  public synchronized boolean open(String words) {
    boolean wasClosed = !isOpen;
    trouble = words;
    missingProbes = PROBES_UNTIL_READY;
    isProbeRequested = false;
    lastProbe = System.nanoTime();
    isOpen = true;
    notifyAll();
    return wasClosed;
  }

  /** Requests a probe soon, after a failure that may concern one webhook only. */
  synchronized void requestProbe() {
    isProbeRequested = true;
    notifyAll();
  }

  /** Notes that a webhook was stored. */
  void stored() {
    lastStored = System.nanoTime();
  }

  /**
   * Closes after a probe that succeeded.
   *
   * @return whether it was open until now
   */
  synchronized boolean probeSucceeded() {
    boolean wasOpen = isOpen;
    isOpen = false;
    isProbeRequested = false;
    lastProbe = System.nanoTime();
    missingProbes = Math.max(0, missingProbes - 1);
    if (missingProbes == 0) {
      trouble = null;
    }
    return wasOpen;
  }

  /** Returns whether a webhook must be refused at once. */
  boolean isOpen() {
    return isOpen;
  }

  /** Returns why the bridge isn't ready to store webhooks; null where it is. */
  public synchronized @Nullable String trouble() {
    return trouble;
  }

  /** Returns once a probe is due. */
  synchronized void awaitProbe() throws InterruptedException {
    for (long wait = untilProbe(); wait > 0; wait = untilProbe()) {
      TimeUnit.NANOSECONDS.timedWait(this, wait);
    }
  }

  private long untilProbe() {
    long now = System.nanoTime();
    return missingProbes > 0 || isProbeRequested
        ? pauseNanos - (now - lastProbe)
        : idleNanos - Math.min(now - lastProbe, now - lastStored);
  }
}
