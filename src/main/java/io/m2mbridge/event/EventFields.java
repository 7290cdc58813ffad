package io.m2mbridge.event;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields below {@code data}, by M2M's documents (docs/protocol.md). A field that has fields of
 * its own is an object.
 */
public final class EventFields {
  private static final EventFields LEAF = new EventFields(Map.of(), false);

  /** An object whose fields the partner chose. */
  private static final EventFields FREE = new EventFields(Map.of(), true);

  private static final Map<String, EventFields> EVENTS =
      Map.of(
          "link.created",
          of("linkId", "referenceId", "url", "status", "expiresAt", "createdAt"),
          "link.opened",
          of("linkId", "referenceId", "openedAt")
              .with("deviceInfo", fields("userAgent", "platform", "language")),
          "user.data_request",
          of(
              "dataRequestId",
              "referenceId",
              "linkId",
              "requiredFields",
              "replyEndpoint",
              "expiresAt"),
          "operation.created",
          of("operationId", "linkId", "referenceId", "userId", "status", "createdAt")
              .with("funding", fields("method", "last4", "bankName"))
              .with("payout", fields("method"))
              .with(
                  "amount",
                  fields("send", "receive", "rate", "fee")
                      .with("currency", fields("send", "receive"))),
          "operation.cancelled",
          of(
              "operationId",
              "linkId",
              "referenceId",
              "userId",
              "status",
              "cancellationReason",
              "cancelledAt"));

  /** The fields of all events. */
  public static final EventFields UNION = union(EVENTS.keySet());

  private final Map<String, EventFields> children;
  private final boolean isFree;

  private EventFields(Map<String, EventFields> children, boolean isFree) {
    this.children = children;
    this.isFree = isFree;
  }

  private static EventFields fields(String... names) {
    Map<String, EventFields> children = new LinkedHashMap<>();
    List.of(names).forEach(name -> children.put(name, LEAF));
    return new EventFields(children, false);
  }

  /** The metadata of a link comes back in every event of it. */
  private static EventFields of(String... names) {
    return fields(names).with("metadata", FREE);
  }

  private EventFields with(String name, EventFields value) {
    Map<String, EventFields> all = new LinkedHashMap<>(children);
    all.put(name, value);
    return new EventFields(all, isFree);
  }

  /** The names of M2M's events. */
  public static Set<String> events() {
    return EVENTS.keySet();
  }

  /** The fields that at least one of the events has. Unknown events have none. */
  public static EventFields union(Set<String> events) {
    EventFields union = LEAF;
    for (String event : events) {
      EventFields one = EVENTS.getOrDefault(event, LEAF);
      for (Map.Entry<String, EventFields> child : one.children.entrySet()) {
        union = union.with(child.getKey(), child.getValue());
      }
    }
    return union;
  }

  /** Whether there may be a field of this name. */
  public boolean has(String name) {
    return isFree || children.containsKey(name);
  }

  /** What is below a field; null if the field is unknown. */
  public @Nullable EventFields get(String name) {
    return isFree ? FREE : children.get(name);
  }

  /** What is below a path such as {@code amount.send}; null if it is unknown. */
  public @Nullable EventFields at(String path) {
    EventFields fields = this;
    for (String name : path.isEmpty() ? new String[0] : path.split("\\.")) {
      fields = fields == null ? null : fields.get(name);
    }
    return fields;
  }

  /** Whether it is an object whose fields M2M defines. */
  public boolean hasFields() {
    return !children.isEmpty();
  }

  /** Whether it is an object, or may be one. */
  public boolean isObject() {
    return isFree || !children.isEmpty();
  }

  /** The names of the fields. */
  public Set<String> names() {
    return new LinkedHashSet<>(children.keySet());
  }

  /** All paths below, such as {@code amount][currency}. */
  public Stream<String> paths() {
    return children.entrySet().stream()
        .flatMap(
            child ->
                Stream.concat(
                    Stream.of(child.getKey()),
                    child.getValue().paths().map(path -> child.getKey() + "][" + path)));
  }
}
