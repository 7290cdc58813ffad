package io.m2mbridge.inbox;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this process holds the lease of.
 *
 * @param leaseToken drawn by this claim; a write with it does nothing once another claim has been
 *     made
 * @param lane the event, or {@code unknown}
 * @param attempt 1 for the first
 * @param lost how many attempts before this one ended, one after the other, without an outcome: the
 *     process died, or the outcome could not be written
 * @param run 1, and one more with each replay by an operator
 * @param effectsAt when its effects were committed, null when they weren't yet
 * @param body the raw bytes, null when they were erased
 * @param calls the calls to the outside that succeeded in this run, by the names that {@link
 *     OutsideOncePolicy} has for them
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClaimedDelivery(
    long id,
    UUID leaseToken,
    String eventKey,
    String lane,
    int attempt,
    int lost,
    int run,
    Instant receivedAt,
    @Nullable Instant effectsAt,
    byte @Nullable [] body,
    Set<String> calls) {}
