package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A magic link, as M2M knows it. */
final class Link {
  enum Status {
    CREATED,
    OPENED,
    REVOKED
  }

  final String linkId;
  final String referenceId;
  final String url;
  final UUID token = UUID.randomUUID();
  final Instant createdAt;
  final Instant expiresAt;

  /** What is known of the user, in M2M's shape; what comes in is merged into it. */
  final ObjectNode userData;

  final @Nullable ObjectNode metadata;

  /** Draws what goes wrong with this link's webhooks: the same for a seed, however time goes. */
  final RandomGenerator random;

  /** Where its webhooks go instead of to the partner's URL; null for there. */
  final @Nullable String callbackUrl;

  Status status = Status.CREATED;
  @Nullable Instant openedAt;
  @Nullable Instant revokedAt;
  @Nullable String userId;
  @Nullable String operationId;

  Link(
      String linkId,
      String referenceId,
      String url,
      Instant createdAt,
      Instant expiresAt,
      ObjectNode userData,
      @Nullable ObjectNode metadata,
      @Nullable String callbackUrl,
      RandomGenerator random) {
    this.linkId = linkId;
    this.referenceId = referenceId;
    this.url = url;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    this.userData = userData;
    this.metadata = metadata;
    this.callbackUrl = callbackUrl;
    this.random = random;
  }

  /** Whether its user can still use it; "expired" is no status of M2M's. */
  boolean isActive(Instant now) {
    return status != Status.REVOKED && now.isBefore(expiresAt);
  }
}
