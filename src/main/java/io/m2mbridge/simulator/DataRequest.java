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

  /** When its webhook was sent first, and when a reply was taken, by a clock for differences. */
  @Nullable Long sentAtNanos;

  @Nullable Duration timeToReply;

  int replies;

  DataRequest(String dataRequestId, Link link, List<String> requiredFields, Instant expiresAt) {
    this.dataRequestId = dataRequestId;
    this.link = link;
    this.requiredFields = requiredFields;
    this.expiresAt = expiresAt;
  }
}
