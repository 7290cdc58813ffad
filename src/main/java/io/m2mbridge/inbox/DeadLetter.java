package io.m2mbridge.inbox;

import org.jspecify.annotations.Nullable;

/**
 * The notice of a delivery that is dead. It holds no value of the event.
 *
 * @param notice its name: {@code dead}, or the value of the route's variable {@code noticeWhenDead}
 * @param attempt the attempt that failed last
 * @param attempts the number of attempts that the event had
 * @param toSite whether it goes to an endpoint that the site has set for dead letters; otherwise it
 *     goes to the team
 */
public record DeadLetter(String notice, FailedAttempt attempt, int attempts, boolean toSite) {
  /** The same words as in {@code last_error}. */
  public String cause() {
    return attempt.lastError();
  }

  public @Nullable String route() {
    return attempt.route();
  }

  public @Nullable String step() {
    return attempt.step();
  }

  /** The queue of {@code m2m_notices}. */
  String queue() {
    return toSite ? Notices.DEAD_LETTERS : Notices.TROUBLE;
  }
}
