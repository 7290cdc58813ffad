package io.m2mbridge.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code m2m_notices} that this process is to send, with what it is about.
 *
 * @param queue one of those that {@link Notices} names
 * @param cause why the event is dead, quarantined or rejected; null for what is no trouble
 * @param route the route that the event failed in; null where none is known
 * @param step the step that the event failed at; null where none is known
 * @param eventAttempts how many attempts the event had had; null for what isn't dead
 * @param attempts which attempt to send this notice it is, 1 for the first; a write with it does
 *     nothing once another claim has been made
 * @param delivery what it is about; null where the row was deleted
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
   * The delivery's row, as it is by now.
   *
   * @param body the raw bytes, null when they were erased
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
