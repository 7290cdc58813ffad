package io.m2mbridge.console.screen;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.m2mbridge.event.ReadableFields;
import io.m2mbridge.log.PrintableText;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Writes a payload so that no personal value is in it. A value is shown only if its field is one of
 * M2M's that isn't personal, and it looks like an id, an amount, a time or a code.
 */
final class MaskedPayload {
  private static final String MASK = "***";

  /** A name that is no value: of a site's metadata, a name could be one. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.-]{0,60}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private MaskedPayload() {}

  /** Returns the payload as JSON with masks; of what isn't a JSON object only its size. */
  static String of(byte[] body) {
    try {
      return JSON.readTree(body) instanceof ObjectNode event
          ? PrintableText.of(
              JSON.writerWithDefaultPrettyPrinter().writeValueAsString(masked(event)))
          : unreadable(body);
    } catch (JacksonException e) {
      return unreadable(body);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static String unreadable(byte[] body) {
    return MASK + " (" + body.length + " bytes that are not a JSON object)";
  }

  private static JsonNode masked(ObjectNode event) {
    ObjectNode shown = JSON.createObjectNode();
    event
        .properties()
        .forEach(
            field ->
                shown.set(
                    name(field.getKey()),
                    switch (field.getKey()) {
                      case "data" -> masked("", field.getValue());
                      case "event", "timestamp" -> code(field.getValue());
                      default -> TextNode.valueOf(MASK);
                    }));
    return shown;
  }

  private static JsonNode masked(String path, JsonNode value) {
    if (value instanceof ObjectNode fields) {
      ObjectNode shown = JSON.createObjectNode();
      fields
          .properties()
          .forEach(
              field ->
                  shown.set(
                      name(field.getKey()),
                      masked(
                          path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                          field.getValue())));
      return shown;
    }
    if (value instanceof ArrayNode list) {
      ArrayNode shown = JSON.createArrayNode();
      list.forEach(each -> shown.add(masked(path, each)));
      return shown;
    }
    return value.isNull() || ReadableFields.isField(path) ? code(value) : TextNode.valueOf(MASK);
  }

  private static JsonNode code(JsonNode value) {
    return value.isNull() || (value.isValueNode() && ReadableFields.isCode(value.asText()))
        ? value
        : TextNode.valueOf(MASK);
  }

  private static String name(String name) {
    return NAME.matcher(name).matches() ? name : MASK;
  }
}
