package io.m2mbridge.inbox;

import io.m2mbridge.failure.FailedStep.Place;
import org.jspecify.annotations.Nullable;

/**
 * The notice of a delivery that is dead. It holds no value of the event.
 *
 * @param notice its name: {@code dead}, or the value of the route's variable {@code noticeWhenDead}
 * @param cause the same words as in {@code last_error}
 * @param place the step at which the last attempt failed; null where no step is known
 * @param attempts the number of attempts that the event had
 * @param toSite whether it goes to an endpoint that the site has set for dead letters; otherwise it
 *     goes to the team
 */
public record DeadLetter(
    String notice, String cause, @Nullable Place place, int attempts, boolean toSite) {
  public @Nullable String route() {
    return place == null ? null : place.route();
  }

  public @Nullable String step() {
    return place == null ? null : place.step();
  }

  /** The queue of {@code m2m_notices}. */
  String queue() {
    return toSite ? Notices.DEAD_LETTERS : Notices.TROUBLE;
  }
}
