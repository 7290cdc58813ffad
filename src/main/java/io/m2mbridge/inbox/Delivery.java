package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified webhook, as it is to be stored. It has no equality of its own: {@link Envelope#key()}
 * and {@link Envelope#contentHash()} tell two apart.
 *
 * @param envelope what the body says
 * @param path the request's path
 * @param signature the header {@code X-M2M-Signature}
 * @param signedAt the header {@code X-M2M-Timestamp}
 * @param body the raw bytes
 * @param untimely the reason for quarantine where {@code signedAt} lies outside the window, else
 *     null
 */
@SuppressWarnings("ArrayRecordComponent")
public record Delivery(
    Envelope envelope,
    String path,
    String signature,
    Instant signedAt,
    byte[] body,
    @Nullable String untimely) {}
