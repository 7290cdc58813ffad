package io.m2mbridge.dispatch;

import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of deliveries whose attempts ended without an outcome, one after the other: one that
 * brings the process down each time must come to an end, and not take with it those that only
 * happened to be there. So, once there were {@link #SUSPECT}, one at a time is worked on; the
 * others are put back, which clears them.
 */
final class Losses {
  /** How long those that are put back wait. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int SUSPECT = 3;
  private static final int MOST = 10;

  private final int most;

  /**
   * @param maximumAttempts of the endpoint; a delivery is dead after as many without an outcome, or
   *     after ten
   */
  Losses(int maximumAttempts) {
    most = Math.min(MOST, maximumAttempts);
  }

  /** All suspects but the one that was lost the most. */
  List<ClaimedDelivery> toPutBack(List<ClaimedDelivery> claimed) {
    return claimed.stream()
        .filter(delivery -> delivery.lost() >= SUSPECT)
        .sorted(Comparator.comparingInt(ClaimedDelivery::lost).reversed())
        .skip(1)
        .toList();
  }

  /**
   * Called before the work begins.
   *
   * @throws UnrecoverableException when there were too many
   */
  void check(ClaimedDelivery delivery) throws UnrecoverableException {
    if (delivery.lost() >= most) {
      throw new UnrecoverableException(
          "its last " + delivery.lost() + " attempts ended without an outcome");
    }
  }
}
