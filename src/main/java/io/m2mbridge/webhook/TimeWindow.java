package io.m2mbridge.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The window around the time of receipt in which the signed timestamp of a webhook must lie. A
 * webhook outside it goes to quarantine (docs/protocol.md, "Signature").
 *
 * @param maxAge how far the signed timestamp may be in the past
 * @param maxAhead how far it may be in the future
 */
record TimeWindow(Duration maxAge, Duration maxAhead) {
  /**
   * Returns the reason for quarantine, {@code stale} or {@code ahead}; null if the signed time is
   * in the window. Both ends belong to the window.
   */
  @Nullable String untimely(Instant signedAt, Instant receivedAt) {
    if (signedAt.isBefore(receivedAt.minus(maxAge))) {
      return "stale";
    }
    return signedAt.isAfter(receivedAt.plus(maxAhead)) ? "ahead" : null;
  }
}
