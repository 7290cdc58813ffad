package io.m2mbridge.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an option of an endpoint takes.
 *
 * @param type as a component's description names it, such as {@code integer}
 * @param values what an enumeration allows; empty for any other type
 */
record OptionType(String type, List<String> values) {
  private static final String NUMBER = "[+-]?\\d+";
  private static final String TIME =
      "(?i)(\\d+(ms|millis|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)?)+|-?P.+";

  /** The type of an option by its description. */
  static OptionType of(JsonNode property) {
    List<String> values = new ArrayList<>();
    property.path("enum").forEach(each -> values.add(each.asText()));
    // Camel takes a duration wherever an option is a number of milliseconds.
    boolean isTime = property.path("javaType").asText().matches("long|java.lang.Long");
    String type = property.path("type").asText();
    return new OptionType(type.equals("integer") && isTime ? "duration" : type, values);
  }

  /** The same option where the component itself reads it, which takes no durations. */
  OptionType ofComponent() {
    return type.equals("duration") ? new OptionType("integer", values) : this;
  }

  /** What to write instead of a value; null if the value is right or can't be told. */
  @Nullable String violation(String value) {
    String text = value.strip();
    if (text.contains("{{") || text.contains("${") || text.startsWith("#") || text.isEmpty()) {
      return null;
    }
    return switch (type) {
      case "boolean" -> text.matches("(?i)true|false") ? null : "true or false";
      case "integer" -> text.matches(NUMBER) ? null : "a number";
      case "duration" ->
          text.matches(NUMBER) || text.matches(TIME)
              ? null
              : "a number of milliseconds, or a duration such as 5s";
      case "number" -> text.matches("[+-]?\\d+(\\.\\d+)?") ? null : "a number";
      case "enum" ->
          values.stream().anyMatch(each -> plain(each).equals(plain(text)))
              ? null
              : "one of " + String.join(", ", values);
      default -> null;
    };
  }

  /** Camel reads an enumeration's values in any case, and with hyphens. */
  private static String plain(String value) {
    return value.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
