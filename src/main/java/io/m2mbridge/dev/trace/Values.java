package io.m2mbridge.dev.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** Reads values without changing them. */
final class Values {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Values() {}

  /** Returns bytes, cached streams and JSON trees as text, maps or lists; others as they are. */
  static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    if (value instanceof JsonNode node) {
      return JSON.convertValue(node, Object.class);
    }
    return value instanceof StreamCache cache ? text(cache) : value;
  }

  private static String text(StreamCache cache) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      cache.reset();
      cache.writeTo(bytes);
    } catch (IOException e) {
      return "";
    } finally {
      cache.reset();
    }
    return bytes.toString(UTF_8);
  }

  /** Returns a JSON object or array as maps and lists; null for any other text. */
  static @Nullable Object json(String text) {
    if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
      return null;
    }
    try {
      return JSON.readValue(text, Object.class);
    } catch (JacksonException e) {
      return null;
    }
  }
}
