package io.m2mbridge.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Templates of M2M's five events with all the fields that its pages show (docs/protocol.md,
 * "Events"). The values are invented. The templates are resources under {@code simulator/}, one
 * file for each event.
 */
final class EventTemplates {
  static final List<String> EVENTS =
      List.of(
          "link.created",
          "link.opened",
          "user.data_request",
          "operation.created",
          "operation.cancelled");

  /** Keeps the digits of a decimal: {@code 100.00} stays {@code 100.00}. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final Map<String, ObjectNode> DATA =
      EVENTS.stream().collect(Collectors.toMap(event -> event, EventTemplates::read));

  private static final DateTimeFormatter ISO_MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EventTemplates() {}

  /**
   * Returns a copy of an event's {@code data}, which may be changed.
   *
   * @throws IllegalArgumentException if it is none of {@link #EVENTS}
   */
  static ObjectNode data(String event) {
    ObjectNode data = DATA.get(event);
    if (data == null) {
      throw new IllegalArgumentException("M2M has no event " + event);
    }
    return data.deepCopy();
  }

  private static ObjectNode read(String event) {
    String file = "/simulator/" + event + ".json";
    try (InputStream json = EventTemplates.class.getResourceAsStream(file)) {
      if (json == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the body of a webhook, {@code {event,timestamp,data}}, in UTF-8 without white space.
   */
  static byte[] envelope(String event, Instant timestamp, ObjectNode data) {
    return bytes(root(event, timestamp, data));
  }

  /** Returns the body of a webhook as a tree. */
  static ObjectNode root(String event, Instant timestamp, ObjectNode data) {
    ObjectNode root = JSON.createObjectNode();
    root.put("event", event).put("timestamp", text(timestamp)).set("data", data);
    return root;
  }

  /** Returns a tree as UTF-8 without white space. */
  static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** Returns a time in M2M's format: ISO 8601 in UTC, with milliseconds and {@code Z}. */
  static String text(Instant time) {
    return ISO_MILLISECONDS.format(time);
  }
}
