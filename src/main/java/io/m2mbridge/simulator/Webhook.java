package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event on its way to the partner. */
final class Webhook {
  enum State {
    /** An attempt is under way or to come. */
    PENDING,
    /** One was answered 2xx in time. */
    ACKNOWLEDGED,
    /** The last one wasn't. */
    FAILED
  }

  /**
   * One request.
   *
   * @param status of its answer; null without one
   * @param failure why there was none, in a word; null where there was
   */
  record Attempt(Instant at, @Nullable Integer status, @Nullable String failure, Duration took) {
    Instant end() {
      return at.plus(took);
    }

    boolean isAcknowledged() {
      return status != null && status >= 200 && status <= 299;
    }

    String outcome() {
      return status == null ? String.valueOf(failure) : status.toString();
    }
  }

  final String event;
  final Link link;
  final String url;
  final Instant generatedAt;

  /** As it was sent: what a receiver can know. */
  final ObjectNode data;

  final String secretAtFirst;
  final Disturbance disturbance;
  final boolean goesToCallback;
  final List<Attempt> attempts = new ArrayList<>();

  /** Of what was taken already. */
  final List<Attempt> copies = new ArrayList<>();

  State state = State.PENDING;

  /** When the first request left, by a clock for differences; null before. */
  @Nullable Long sentAtNanos;

  /** Of the last request; null before the first. */
  @Nullable String signature;

  /** What the first attempt's header said; null before. */
  @Nullable String firstTimestamp;

  Webhook(
      String event,
      Link link,
      String url,
      Instant generatedAt,
      ObjectNode data,
      String secretAtFirst,
      Disturbance disturbance) {
    this.event = event;
    this.link = link;
    this.url = url;
    this.goesToCallback = link.callbackUrl != null;
    this.generatedAt = generatedAt;
    this.data = data;
    this.secretAtFirst = secretAtFirst;
    this.disturbance = disturbance;
  }

  /** What identifies the event, an id of its data; null for an event that no page names. */
  @Nullable String id() {
    return switch (event) {
      case "link.created", "link.opened" -> data.path("linkId").asText();
      case "user.data_request" -> data.path("dataRequestId").asText();
      case "operation.created", "operation.cancelled" -> data.path("operationId").asText();
      default -> null;
    };
  }

  /** The key that the bridge has for it; null where {@link #id} is. */
  @Nullable String eventKey() {
    return id() == null ? null : event + ":" + id();
  }
}
