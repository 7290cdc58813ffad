package io.m2mbridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of an event, read from a signed body.
 *
 * @param event the body's {@code event}; null if it has none that can be stored
 * @param key the event key: {@code <event>:<id>}, or {@code quarantine:<fault>:<hash>}
 * @param referenceId the partner's user id; null if the event has none
 * @param linkId the link's id; null if the event has none
 * @param operationId the operation's id; null if the event has none
 * @param contentHash SHA-256 in hex of the canonical content, or of the raw bytes if they aren't
 *     valid JSON
 * @param fault why the event can't be processed (the {@code reason} of its quarantine); null if it
 *     can
 * @param data the body's {@code data}; null if there is a fault, or if it is no longer needed
 */
public record Envelope(
    @Nullable String event,
    String key,
    @Nullable String referenceId,
    @Nullable String linkId,
    @Nullable String operationId,
    String contentHash,
    @Nullable String fault,
    @Nullable JsonNode data) {
  /** Returns a copy without {@code data}, which may take many times the memory of the body. */
  public Envelope withoutData() {
    return new Envelope(event, key, referenceId, linkId, operationId, contentHash, fault, null);
  }
}
