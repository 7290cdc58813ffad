package io.m2mbridge.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint's deliveries can be claimed. One claim must have worked in this process, even
 * if nothing was due. Later failures count once they have lasted, since events that wait for some
 * seconds do no harm.
 */
final class ClaimHealth {
  private static final Duration LASTING = Duration.ofSeconds(5);

  private final long lastingNanos;
  private boolean hasWorked;
  private @Nullable String failure;
  private long failingSince;

  ClaimHealth() {
    this(LASTING);
  }

  ClaimHealth(Duration lasting) {
    lastingNanos = lasting.toNanos();
  }

  /** Notes a claim that worked, and whether the one before had failed. */
  synchronized boolean worked() {
    boolean wasFailing = failure != null;
    hasWorked = true;
    failure = null;
    return wasFailing;
  }

  /**
   * Notes a claim that failed.
   *
   * @param words without a value; see {@link io.m2mbridge.failure.Failures#describe}
   * @return whether it is the first in a row
   */
  synchronized boolean failed(String words) {
    boolean isFirst = failure == null;
    if (isFirst) {
      failingSince = System.nanoTime();
    }
    failure = words;
    return isFirst;
  }

  /** Why deliveries can't be claimed; null when they can. */
  synchronized @Nullable String trouble() {
    if (!hasWorked) {
      return failure == null ? "no claim has worked yet" : failure;
    }
    return failure != null && System.nanoTime() - failingSince >= lastingNanos ? failure : null;
  }
}
