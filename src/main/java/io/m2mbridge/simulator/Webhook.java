package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that is sent to the partner. */
final class Webhook {
  enum State {
    /** An attempt is running or planned. */
    PENDING,
    /** An attempt was answered 2xx in time. */
    ACKNOWLEDGED,
    /** The last attempt wasn't answered 2xx in time. */
    FAILED,
    /** It is never sent, on purpose. */
    LOST
  }

  /**
   * One request.
   *
   * @param at when it was sent
   * @param status the answer's status; null without an answer
   * @param failure why there was no answer, in a word; null if there was one
   * @param took how long it took
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

  /** The data as they were sent: all that a receiver can know. */
  final ObjectNode data;

  final String secretAtFirst;
  final WebhookFaults disturbance;
  final boolean goesToCallback;
  final List<Attempt> attempts = new ArrayList<>();

  /** The requests that repeated it after it was acknowledged. */
  final List<Attempt> copies = new ArrayList<>();

  State state = State.PENDING;

  /** When the first request was sent, by the monotonic clock; null before. */
  @Nullable Long sentAtNanos;

  /** The signature of the last request; null before the first. */
  @Nullable String signature;

  /** The first attempt's timestamp header; null before. */
  @Nullable String firstTimestamp;

  Webhook(
      String event,
      Link link,
      String url,
      Instant generatedAt,
      ObjectNode data,
      String secretAtFirst,
      WebhookFaults disturbance) {
    this.event = event;
    this.link = link;
    this.url = url;
    this.goesToCallback = link.callbackUrl != null;
    this.generatedAt = generatedAt;
    this.data = data;
    this.secretAtFirst = secretAtFirst;
    this.disturbance = disturbance;
  }

  /** Returns the id in the data that identifies the event, or null for an undocumented event. */
  @Nullable String id() {
    return switch (event) {
      case "link.created", "link.opened" -> data.path("linkId").asText();
      case "user.data_request" -> data.path("dataRequestId").asText();
      case "operation.created", "operation.cancelled" -> data.path("operationId").asText();
      default -> null;
    };
  }

  /** Returns the event's key for people, or the link of an event that has no key. */
  String name() {
    String key = eventKey();
    return key == null ? event + " of " + link.linkId : key;
  }

  /** Returns the bridge's key of the event, or null if {@link #id} is null. */
  @Nullable String eventKey() {
    return id() == null ? null : event + ":" + id();
  }
}
