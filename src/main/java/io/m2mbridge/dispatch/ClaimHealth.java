package io.m2mbridge.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an endpoint's deliveries can be claimed. First, one claim must have succeeded in
 * this process, even if nothing was due. After that, failures count once they have lasted for five
 * seconds: events that wait for less do no harm.
 */
final class ClaimHealth {
  private static final Duration LASTING = Duration.ofSeconds(5);

  private final long lastingNanos;
  private boolean hasSucceeded;
  private @Nullable String failure;
  private long failingSince;

  ClaimHealth() {
    this(LASTING);
  }

  ClaimHealth(Duration lasting) {
    lastingNanos = lasting.toNanos();
  }

  /**
   * Notes a claim that succeeded.
   *
   * @return whether the claim before it had failed
   */
  synchronized boolean succeeded() {
    boolean wasFailing = failure != null;
    hasSucceeded = true;
    failure = null;
    return wasFailing;
  }

  /**
   * Notes a claim that failed.
   *
   * @param words without a value; see {@link io.m2mbridge.failure.FailureDescription#of}
   * @return whether the claim before it had succeeded
   */
  synchronized boolean failed(String words) {
    boolean isFirst = failure == null;
    if (isFirst) {
      failingSince = System.nanoTime();
    }
    failure = words;
    return isFirst;
  }

  /** Returns why deliveries can't be claimed; null where they can. */
  synchronized @Nullable String trouble() {
    if (!hasSucceeded) {
      return failure == null ? "no claim has worked yet" : failure;
    }
    return failure != null && System.nanoTime() - failingSince >= lastingNanos ? failure : null;
  }
}
