package io.m2mbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What M2M asked the partner for, and what came of it. */
final class DataRequest {
  final String dataRequestId;
  final Link link;
  final List<String> requiredFields;

  /** The link's end, or sooner where little time is left. */
  final Instant expiresAt;

  /** When the first reply was taken; null until then. */
  @Nullable Instant fulfilledAt;

  /** What asks for it; null until it is made. */
  @Nullable Webhook webhook;

  /** From the webhook's first request to the reply that was taken; null until then. */
  @Nullable Duration timeToReply;

  /** The names of what the reply told that was taken. */
  List<String> fields = List.of();

  int replies;

  /** Whether {@code replyEndpoint} leads elsewhere, so that the right reply is none. */
  boolean isHostile;

  /** Calls of the API for it, those that a fault met or that were refused among them. */
  int calls;

  /** Why the last reply was refused; null where none was. */
  @Nullable ApiException refusal;

  DataRequest(String dataRequestId, Link link, List<String> requiredFields, Instant expiresAt) {
    this.dataRequestId = dataRequestId;
    this.link = link;
    this.requiredFields = requiredFields;
    this.expiresAt = expiresAt;
  }
}
