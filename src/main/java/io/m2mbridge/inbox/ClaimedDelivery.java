package io.m2mbridge.inbox;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery whose lease this process holds.
 *
 * @param leaseToken drawn by this claim; a write with it has no effect after another claim
 * @param lane the event, or {@code unknown}
 * @param attempt 1 for the first
 * @param lost the number of attempts in a row before this one that ended without an outcome: the
 *     process died, or the outcome could not be written
 * @param run 1, and one more with each replay by an operator
 * @param effectsAt when the effects were committed; null where they are not committed yet
 * @param body the raw bytes; null where they were erased
 * @param calls the calls to other systems that succeeded in this run, by the names that {@code
 *     OutsideOncePolicy} gives them
 * @param traceparent the trace of its webhook, as W3C's header of that name; null where it has none
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
    Set<String> calls,
    @Nullable String traceparent) {}
