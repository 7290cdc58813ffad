package io.m2mbridge.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code m2m_notices} that this process must send, with the delivery that it is about.
 *
 * @param queue one of the queues that {@link Notices} names
 * @param cause why the event is dead, quarantined or rejected; null where it is none of these
 * @param route the route in which the event failed; null where it isn't known
 * @param step the step at which the event failed; null where it isn't known
 * @param eventAttempts the number of attempts that the event had; null where it isn't dead
 * @param attempts the number of this attempt to send the notice, 1 for the first; a write with it
 *     has no effect after another claim
 * @param delivery the delivery; null where its row was deleted
 */
public record Notice(
    long id,
    long deliveryId,
    int run,
    String name,
    String queue,
    @Nullable String cause,
    @Nullable String route,
    @Nullable String step,
    @Nullable Integer eventAttempts,
    int attempts,
    @Nullable About delivery) {
  /**
   * The delivery's row at the time of the claim.
   *
   * @param body the raw bytes; null where they were erased
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record About(
      String eventKey,
      @Nullable String event,
      String lane,
      @Nullable String referenceId,
      @Nullable String linkId,
      Instant receivedAt,
      @Nullable Instant effectsAt,
      byte @Nullable [] body) {}
}
