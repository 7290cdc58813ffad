package io.m2mbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data request of M2M's to the partner, and its result. */
final class DataRequest {
  final String dataRequestId;
  final Link link;
  final List<String> requiredFields;

  /** The end of the link, or earlier with {@code --little-time}. */
  final Instant expiresAt;

  /** When the first reply was accepted; null until then. */
  @Nullable Instant fulfilledAt;

  /** The webhook that sends the request; null until it is created. */
  @Nullable Webhook webhook;

  /** The time from the webhook's first attempt to the accepted reply; null until then. */
  @Nullable Duration timeToReply;

  /** The names of the fields in the accepted reply. */
  List<String> fields = List.of();

  int replies;

  /** Whether {@code replyEndpoint} names another host, so that the receiver must not reply. */
  boolean isHostile;

  /** The number of API calls for it, including those that failed or were refused. */
  int calls;

  /** Why the last reply was refused; null if none was refused. */
  @Nullable ApiException refusal;

  DataRequest(String dataRequestId, Link link, List<String> requiredFields, Instant expiresAt) {
    this.dataRequestId = dataRequestId;
    this.link = link;
    this.requiredFields = requiredFields;
    this.expiresAt = expiresAt;
  }
}
