package io.m2mbridge.dispatch;

import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Finds poison messages: deliveries that bring the process down each time they run.
 *
 * <p>An attempt is lost when it ends without an outcome: the process died, or could not write the
 * outcome. A delivery whose last three attempts were lost is a suspect, and so are those that only
 * ran at the same time. Therefore one suspect runs at a time. The others are put back, which sets
 * their count to zero. A delivery is dead after ten lost attempts in a row, or after {@code
 * m2m.dispatch.maximum-attempts}, if that is fewer.
 */
final class PoisonMessages {
  /** The delay of the suspects that are put back. */
  static final Duration PUT_BACK_DELAY = Duration.ofSeconds(1);

  private static final int SUSPECT_AFTER = 3;
  private static final int DEAD_AFTER = 10;

  private final int deadAfter;

  /**
   * @param maximumAttempts of the endpoint; if it is below ten, a delivery is dead after this
   *     number of lost attempts in a row
   */
  PoisonMessages(int maximumAttempts) {
    deadAfter = Math.min(DEAD_AFTER, maximumAttempts);
  }

  /** Returns all suspects except the one with the most lost attempts. */
  static List<ClaimedDelivery> toPutBack(List<ClaimedDelivery> claimed) {
    return claimed.stream()
        .filter(delivery -> delivery.lost() >= SUSPECT_AFTER)
        .sorted(Comparator.comparingInt(ClaimedDelivery::lost).reversed())
        .skip(1)
        .toList();
  }

  /**
   * Checks a delivery before it runs.
   *
   * @throws UnrecoverableException where too many attempts in a row were lost
   */
  void check(ClaimedDelivery delivery) throws UnrecoverableException {
    if (delivery.lost() >= deadAfter) {
      throw new UnrecoverableException(
          "its last " + delivery.lost() + " attempts ended without an outcome");
    }
  }
}
