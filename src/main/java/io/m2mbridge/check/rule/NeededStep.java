package io.m2mbridge.check.rule;

import java.util.List;

/**
 * A step of the bridge's own routes without which something is lost.
 *
 * @param within the id of the step that it must be in; empty for anywhere in the route. It counts
 *     only where the route has such a step
 * @param does what the step does: it calls a route ({@code direct:x}, {@code seda:x}), runs a
 *     statement ({@code sql:x}) or a bean ({@code ref:x}), sets a variable ({@code var:x}), or is
 *     of a kind ({@code kind:x}); {@code out} for a call to another system; {@code |} for another
 *     way
 * @param without what happens without it
 */
record NeededStep(String route, String within, String id, String does, String without) {
  private static final String NO_REPLY = "no data request is answered";
  private static final String NO_RECORDS = "the records are lost";
  private static final String FORGED = "anyone who can write to the topic can make events";

  static final List<NeededStep> ALL =
      List.of(
          of(
              "event-user-data-request",
              "answer-data-request",
              "direct:data-request-answer",
              NO_REPLY),
          of(
              "data-request-answer",
              "look-at-data-request",
              "sql:data-request-state",
              "a reply is sent again though M2M has taken it"),
          of(
              "data-request-answer",
              "check-data-request",
              "ref:check-data-request",
              "a reply may go to an address that isn't M2M's"),
          of("data-request-answer", "gather-and-reply", "direct:data-request-reply", NO_REPLY),
          new NeededStep(
              "data-request-answer",
              "is-open",
              "end-after-reply",
              "direct:data-request-end",
              "a reply that M2M refuses is neither dead nor told to your team"),
          new NeededStep(
              "data-request-answer",
              "is-over",
              "end-without-reply",
              "direct:data-request-end",
              "a request that isn't answered is neither dead nor told to your team"),
          of(
              "data-request-answer",
              "settle-data-request",
              "sql:data-request-over",
              "the end of a request that isn't answered is neither recorded nor told to your team"),
          of(
              "data-request-end",
              "fail-if-team-must-act",
              "direct:reply-trouble",
              "a reply that M2M refuses is neither dead nor told to your team"),
          new NeededStep(
              "reply-trouble",
              "key-refused",
              "dead-until-key-mended",
              "kind:throwException",
              "a data request whose key M2M refuses counts as done"),
          of(
              "event-user-data-request",
              "forget-what-was-answered",
              "var:userData",
              "the user's data stays with the event while it is forwarded"),
          of(
              "event-user-data-request",
              "keep-workers-for-replies",
              "kind:throttle",
              "forwards that hang leave no worker for replies"),
          of("data-request-reply", "get-user-data", "direct:user-data-get", NO_REPLY),
          of("data-request-reply", "build-reply", "ref:build-reply", NO_REPLY),
          of("data-request-reply", "send-reply", "direct:reply-send", NO_REPLY),
          of("reply-send", "put-until-taken", "direct:reply-put", NO_REPLY),
          of("reply-put", "note-attempt", "sql:reply-attempt", "no reply is sent"),
          of("reply-put", "put-to-m2m", "direct:reply-call", NO_REPLY),
          of(
              "reply-put",
              "read-answer",
              "ref:read-answer",
              "a reply that M2M refuses counts as sent"),
          of("reply-put", "note-answer", "sql:reply-answered", "no answer of M2M is recorded"),
          of(
              "reply-call",
              "set-reply",
              "kind:setBody",
              "the event goes to M2M in place of the reply"),
          of("reply-call", "put-reply", "out", NO_REPLY),
          of(
              "user-data-get",
              "look-up-now",
              "direct:user-data-lookup",
              "replies hold no user data"),
          of("user-data-get", "take-user-data", "var:userData", "replies hold no user data"),
          of("event-forward", "endpoint-by-event", "out", "no event is forwarded"),
          of("event-intake-send", "write-to-topic", "out", "no event reaches the topic"),
          of(
              "event-intake-kafka",
              "store-batch",
              "direct:event-intake-batch|direct:event-intake-store",
              NO_RECORDS),
          of("event-intake-batch", "verify-record-of-batch", "ref:verify-signature", FORGED),
          of(
              "event-intake-batch",
              "store-record-of-batch",
              "direct:event-intake-store",
              NO_RECORDS),
          of("event-intake-store", "read-record", "ref:read-envelope", NO_RECORDS),
          of("event-intake-store", "store-delivery-of-record", "ref:store-record", NO_RECORDS),
          of(
              "event-intake-store",
              "first-record-only",
              "kind:idempotentConsumer",
              "each copy of a record counts as new"),
          of(
              "operation-notices",
              "keep-notice",
              "sql:notice|direct:notify",
              "your team isn't told of operations"),
          of(
              "webhook-first-delivery",
              "tell-of-quarantine",
              "seda:notify-trouble",
              "your team isn't told of quarantined events that aren't stored"));

  private static NeededStep of(String route, String id, String does, String without) {
    return new NeededStep(route, "", id, does, without);
  }
}
