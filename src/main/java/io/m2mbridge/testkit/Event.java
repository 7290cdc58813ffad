package io.m2mbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.event.EnvelopeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** M2M's documented payload of an event, with what a test changes of it. */
public final class Event {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ObjectNode root;

  private Event(ObjectNode root) {
    this.root = root;
  }

  /**
   * Returns the documented payload of an event.
   *
   * @param event one of the five that M2M documents, for example {@code link.created}
   * @throws IllegalArgumentException if it is none of them
   */
  public static Event of(String event) {
    try (InputStream file = Event.class.getResourceAsStream(event + ".json")) {
      if (file == null) {
        throw new IllegalArgumentException(
            "M2M documents no event "
                + event
                + ": name one of link.created, link.opened, user.data_request, operation.created"
                + " and operation.cancelled, or write Event.unknown(\""
                + event
                + "\").");
      }
      return new Event((ObjectNode) JSON.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an event that M2M doesn't document yet, with an empty {@code data}. */
  public static Event unknown(String event) {
    ObjectNode root = JSON.createObjectNode();
    root.put("event", event).put("timestamp", "2026-01-26T14:33:00.000Z").putObject("data");
    return new Event(root);
  }

  /**
   * Sets a field by its dotted path ({@code data.linkId}).
   *
   * @param json a JSON value ({@code "\"x\""}, {@code "1.50"}, {@code "null"})
   * @throws IllegalArgumentException if it isn't JSON, or the path leads through no object
   */
  public Event with(String path, String json) {
    try {
      parent(path).set(last(path), JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          path + " can't be set to " + json + ", which isn't JSON: for text use withText.");
    }
    return this;
  }

  /**
   * Sets a field to a string.
   *
   * @throws IllegalArgumentException if the path leads through no object
   */
  public Event withText(String path, String text) {
    parent(path).put(last(path), text);
    return this;
  }

  /**
   * Leaves a field out.
   *
   * @throws IllegalArgumentException if the path leads through no object
   */
  public Event without(String path) {
    parent(path).remove(last(path));
    return this;
  }

  /** Returns the text of a field, for example of {@code data.operationId}. */
  public String text(String path) {
    return parent(path).path(last(path)).asText();
  }

  /**
   * Returns the key under which the bridge stores the event: {@code operation.created:op_1}, or
   * {@code quarantine:…} if the bridge can't use it.
   */
  public String key() {
    return new EnvelopeReader().read(toString().getBytes(UTF_8)).key();
  }

  /** The JSON. */
  @Override
  public String toString() {
    return root.toString();
  }

  private ObjectNode parent(String path) {
    JsonNode node = root;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      node = node.path(names[i]);
    }
    if (node instanceof ObjectNode parent) {
      return parent;
    }
    String missing = path.substring(0, path.lastIndexOf('.'));
    throw new IllegalArgumentException(
        "The event "
            + root.path("event").asText()
            + " has no object "
            + missing
            + ": check the name, or set that object first.");
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
