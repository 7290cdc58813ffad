package io.m2mbridge.inbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether webhooks can be stored, as their inserts and a probe found it. One failure that concerns
 * all webhooks is enough for a no; from then on webhooks are refused until one probe has succeeded,
 * and the bridge isn't ready until three have in a row, so that it doesn't flap. Without webhooks
 * there is a probe every half a minute.
 */
public final class StoreHealth {
  private static final int IN_A_ROW = 3;

  private final long pauseNanos;
  private final long idleNanos;

  private @Nullable String trouble;

  /** How many probes must still succeed. */
  private int missing;

  private boolean isDoubted;
  private long lastProbe = System.nanoTime();
  private volatile long lastStored = lastProbe;
  private volatile boolean isRefusing;

  StoreHealth() {
    this(Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /**
   * @param pause from a failure, or a probe, to the next probe
   * @param idle how long nothing is stored before there is a probe
   */
  StoreHealth(Duration pause, Duration idle) {
    pauseNanos = pause.toNanos();
    idleNanos = idle.toNanos();
  }

  /** Nothing is known yet: a probe is due at once. */
  synchronized void begin() {
    trouble = "no probe has succeeded yet";
    missing = 1;
    lastProbe = System.nanoTime() - pauseNanos;
    isRefusing = false;
    notifyAll();
  }

  /**
   * Notes a failure that concerns all webhooks.
   *
   * @param words without a value; see {@link io.m2mbridge.failure.Failures#describe}
   * @return whether it is the first
   */
  public synchronized boolean failed(String words) {
    boolean isFirst = !isRefusing;
    trouble = words;
    missing = IN_A_ROW;
    isDoubted = false;
    lastProbe = System.nanoTime();
    isRefusing = true;
    notifyAll();
    return isFirst;
  }

  /** Notes a failure that may concern one webhook only: a probe soon tells. */
  synchronized void doubted() {
    isDoubted = true;
    notifyAll();
  }

  /** Notes that a webhook was stored. */
  void stored() {
    lastStored = System.nanoTime();
  }

  /**
   * Notes that a probe succeeded.
   *
   * @return whether webhooks were refused until now
   */
  synchronized boolean probed() {
    boolean wasRefusing = isRefusing;
    isRefusing = false;
    isDoubted = false;
    lastProbe = System.nanoTime();
    missing = Math.max(0, missing - 1);
    if (missing == 0) {
      trouble = null;
    }
    return wasRefusing;
  }

  /** Whether a webhook is to be refused at once. */
  boolean isRefusing() {
    return isRefusing;
  }

  /** Why webhooks can't be stored; null when they can. */
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
    return missing > 0 || isDoubted
        ? pauseNanos - (now - lastProbe)
        : idleNanos - Math.min(now - lastProbe, now - lastStored);
  }
}
