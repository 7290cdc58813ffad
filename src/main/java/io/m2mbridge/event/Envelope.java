package io.m2mbridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a signed body says.
 *
 * @param event the body's {@code event}; null where it has none that can be stored
 * @param key the event key: {@code <event>:<id>}, or {@code quarantine:<fault>:<hash>}
 * @param referenceId the partner's user id, null where the event has none
 * @param linkId the link's id, null where the event has none
 * @param contentHash SHA-256 in hex of the canonical content, or of the raw bytes where they aren't
 *     JSON
 * @param fault why it can't be used (the {@code reason} of its quarantine), null when it can
 * @param data the body's {@code data}; null where there is a fault, or nothing uses it any more
 */
public record Envelope(
    @Nullable String event,
    String key,
    @Nullable String referenceId,
    @Nullable String linkId,
    String contentHash,
    @Nullable String fault,
    @Nullable JsonNode data) {
  /** The same without {@code data}, which may take many times the memory of the body. */
  public Envelope withoutData() {
    return new Envelope(event, key, referenceId, linkId, contentHash, fault, null);
  }
}
