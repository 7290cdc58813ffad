package io.m2mbridge.check.rule;

import java.util.HashSet;
import java.util.Set;

/** The variables that the bridge sets, by the tables of {@code docs/variables.md}. */
final class BridgeVariables {
  /** In the routes of events, with those that a route may set. */
  static final Set<String> OF_EVENTS =
      Set.of(
          "event",
          "eventKey",
          "eventKeyEncoded",
          "eventLabel",
          "referenceId",
          "linkId",
          "data",
          "outcome",
          "attempt",
          "run",
          "receivedAt",
          "effectsAt",
          "deliveryId",
          "leaseToken",
          "forwardBody",
          "retryAfter",
          "retryUntil",
          "noticeWhenDead",
          "notice");

  static final Set<String> OF_WEBHOOKS =
      Set.of(
          "status",
          "reason",
          "eventLabel",
          "delivery",
          "event",
          "eventKey",
          "referenceId",
          "eventKeyEncoded",
          "eventHeaderDiffers",
          "signature",
          "signedTimestamp",
          "path",
          "receivedMillis",
          "outcome",
          "noticeKept",
          "durationMillis",
          "durationSeconds",
          "edgeReceivedMillis",
          "storedRecords",
          "committed");

  static final Set<String> OF_DATA_REQUESTS =
      Set.of(
          "request",
          "requestVerdict",
          "requestState",
          "replyPath",
          "retryUntil",
          "prefetched",
          "userData",
          "reply",
          "fieldsSent",
          "replyAttempt",
          "replyFailure",
          "replyStatus",
          "replyCode",
          "replyResult",
          "retryAfter",
          "secondsSinceReceipt",
          "answered");

  static final Set<String> OF_NOTICES =
      Set.of("notice", "noticeCause", "noticeRoute", "noticeStep", "noticeAttempts", "noticeId");

  /** All of them. */
  static final Set<String> ALL = all();

  private BridgeVariables() {}

  private static Set<String> all() {
    Set<String> all = new HashSet<>(OF_EVENTS);
    all.addAll(OF_WEBHOOKS);
    all.addAll(OF_DATA_REQUESTS);
    all.addAll(OF_NOTICES);
    return Set.copyOf(all);
  }
}
