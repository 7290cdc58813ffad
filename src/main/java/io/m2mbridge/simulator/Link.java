package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A magic link in M2M's state. */
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

  /** The known data of the user, in M2M's format. Later data is merged into it. */
  final ObjectNode userData;

  final @Nullable ObjectNode metadata;

  /** Draws the faults of this link's webhooks. They depend on the seed only, not on the timing. */
  final RandomGenerator random;

  /** The URL for its webhooks; null for the partner's URL. */
  final @Nullable String callbackUrl;

  Status status = Status.CREATED;

  /** Whether it is of an earlier demo, so that this simulator sent no webhook for it. */
  boolean isRemembered;

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

  /** Whether its user can still use it. M2M has no status "expired". */
  boolean isActive(Instant now) {
    return status != Status.REVOKED && now.isBefore(expiresAt);
  }
}
