package io.m2mbridge.inbox;

import io.m2mbridge.failure.FailedStep.Place;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a delivery that is dead. It holds no value of the event's.
 *
 * @param notice its name: {@code dead}, or what the route set as {@code noticeWhenDead}
 * @param cause as {@code last_error} has it
 * @param place where the last attempt failed; null where no step is known
 * @param attempts how many attempts the event had
 * @param toSite whether the site has set an endpoint for dead letters, in place of the team's
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
