package io.m2mbridge.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * M2M's documented payloads, under {@code events/} in the test resources, with one thing changed.
 */
public final class Events {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ObjectNode root;

  private Events(ObjectNode root) {
    this.root = root;
  }

  /** The documented payload of an event, for example {@code link.created}. */
  public static Events of(String event) {
    try (InputStream file = Events.class.getResourceAsStream("/events/" + event + ".json")) {
      return new Events((ObjectNode) JSON.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sets a field by its dotted path ({@code data.linkId}) to a JSON value ({@code "\"x\""}, {@code
   * "1.50"}).
   */
  public Events with(String path, String json) {
    try {
      parent(path).set(last(path), JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Sets a field to a string. */
  public Events withText(String path, String text) {
    parent(path).put(last(path), text);
    return this;
  }

  /** Leaves a field out. */
  public Events without(String path) {
    parent(path).remove(last(path));
    return this;
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
    return (ObjectNode) node;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
