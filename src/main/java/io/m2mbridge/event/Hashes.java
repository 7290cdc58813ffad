package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hashes that show whether two copies of an event are equal. */
public final class Hashes {
  private Hashes() {}

  /** Returns the SHA-256 of the bytes in hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Returns the SHA-256 in hex of an event's canonical content. It ignores the top-level {@code
   * timestamp}, which may differ in a redelivery, and the order of names. It compares numbers as
   * decimals, so that 100 equals 100.00.
   */
  static String ofContent(JsonNode root) {
    StringBuilder canonical = new StringBuilder();
    var fields = sorted(root);
    fields.remove("timestamp");
    appendObject(fields, canonical);
    return sha256(canonical.toString().getBytes(UTF_8));
  }

  private static void append(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> appendObject(sorted(node), out);
      case ARRAY -> {
        out.append('[');
        node.forEach(element -> append(element, out));
        out.append(']');
      }
      case STRING -> appendText(node.textValue(), out);
      case NUMBER -> appendNumber(node.decimalValue(), out);
      default -> out.append(node.asText()).append(';');
    }
  }

  private static void appendObject(SortedMap<String, JsonNode> fields, StringBuilder out) {
    out.append('{');
    fields.forEach(
        (name, value) -> {
          appendText(name, out);
          append(value, out);
        });
    out.append('}');
  }

  /**
   * Appends a text with its length first, so that two different contents never give the same
   * canonical text.
   */
  private static void appendText(String text, StringBuilder out) {
    out.append('"').append(text.length()).append(':').append(text);
  }

  private static void appendNumber(BigDecimal number, StringBuilder out) {
    BigDecimal plain = number.stripTrailingZeros();
    out.append(plain.unscaledValue()).append('e').append(-(long) plain.scale()).append(';');
  }

  private static SortedMap<String, JsonNode> sorted(JsonNode object) {
    SortedMap<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
