package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified webhook that is to be stored. To compare two of them, use {@link Envelope#key()} and
 * {@link Envelope#contentHash()}.
 *
 * @param envelope what was read from the body
 * @param path the request's path
 * @param signature the header {@code X-M2M-Signature}
 * @param signedAt the header {@code X-M2M-Timestamp}
 * @param body the raw bytes
 * @param untimely the reason for quarantine where {@code signedAt} is outside the time window;
 *     otherwise null
 * @param evidence what else is kept of the request
 * @param traceparent its trace, as W3C's header of that name; null where it isn't traced
 */
@SuppressWarnings("ArrayRecordComponent")
public record Delivery(
    Envelope envelope,
    String path,
    String signature,
    Instant signedAt,
    byte[] body,
    @Nullable String untimely,
    Evidence evidence,
    @Nullable String traceparent) {}
