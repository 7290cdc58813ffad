package io.m2mbridge.signing.mistake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parsed JSON that keeps the original form of texts and numbers, so that it can be written in other
 * styles.
 */
final class JsonText {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number that Java can't hold counts as invalid JSON.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** The white space between elements. */
  enum Layout {
    COMPACT(",", ":", 0),
    SPACED(", ", ": ", 0),
    INDENTED_BY_2(",", ": ", 2),
    INDENTED_BY_4(",", ": ", 4);

    private final String comma;
    private final String colon;
    private final int indent;

    Layout(String comma, String colon, int indent) {
      this.comma = comma;
      this.colon = colon;
      this.indent = indent;
    }

    private String newLine(int depth) {
      return indent == 0 ? "" : "\n" + " ".repeat(indent * depth);
    }
  }

  /**
   * A style in which JSON is written.
   *
   * @param layout the white space
   * @param isSorted whether the keys of each object are sorted
   * @param texts how texts are written
   * @param numbers how numbers are written
   */
  record Style(
      Layout layout, boolean isSorted, JsonScalars.Texts texts, JsonScalars.Numbers numbers) {}

  private final String source;
  private int at;

  /** A map for an object, a list for an array, else the source text of the value. */
  private final Object root;

  private JsonText(String source) {
    this.source = source;
    this.root = value();
  }

  /** Returns the parsed JSON, or null if the text isn't JSON. */
  static @Nullable JsonText parse(String source) {
    try {
      return JSON.readTree(source).isMissingNode() ? null : new JsonText(source);
    } catch (JacksonException | NumberFormatException e) {
      return null;
    }
  }

  String write(Style style) {
    StringBuilder out = new StringBuilder();
    write(root, style, 0, out);
    return out.toString();
  }

  private static void write(Object value, Style style, int depth, StringBuilder out) {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> fields = style.isSorted() ? new TreeMap<>() : new LinkedHashMap<>();
      object.forEach((name, field) -> fields.put(String.valueOf(name), field));
      List<Runnable> parts = new ArrayList<>();
      fields.forEach(
          (name, field) ->
              parts.add(
                  () -> {
                    out.append(style.texts().write(name)).append(style.layout().colon);
                    write(field, style, depth + 1, out);
                  }));
      write('{', parts, '}', style.layout(), depth, out);
    } else if (value instanceof List<?> array) {
      List<Runnable> parts = new ArrayList<>();
      array.forEach(element -> parts.add(() -> write(element, style, depth + 1, out)));
      write('[', parts, ']', style.layout(), depth, out);
    } else {
      out.append(scalar(value.toString(), style));
    }
  }

  private static void write(
      char open, List<Runnable> parts, char close, Layout layout, int depth, StringBuilder out) {
    out.append(open);
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : layout.comma).append(layout.newLine(depth + 1));
      parts.get(i).run();
    }
    out.append(parts.isEmpty() ? "" : layout.newLine(depth)).append(close);
  }

  private static String scalar(String raw, Style style) {
    if (raw.startsWith("\"")) {
      return style.texts().write(raw);
    }
    boolean isNumber = raw.startsWith("-") || Character.isDigit(raw.charAt(0));
    return isNumber ? style.numbers().write(raw) : raw;
  }

  private Object value() {
    skipWhiteSpace();
    return switch (source.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      default -> scalar();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (next() != '}') {
      String name = scalar();
      next(); // to the colon
      at++;
      fields.put(name, value());
    }
    at++;
    return fields;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    while (next() != ']') {
      elements.add(value());
    }
    at++;
    return elements;
  }

  /**
   * Skips an opening bracket or comma, if there is one, and white space, and returns the next
   * character.
   */
  private char next() {
    skipWhiteSpace();
    if ("{[,".indexOf(source.charAt(at)) >= 0) {
      at++;
      skipWhiteSpace();
    }
    return source.charAt(at);
  }

  private String scalar() {
    int start = at;
    if (source.charAt(at) == '"') {
      for (at++; source.charAt(at) != '"'; at++) {
        if (source.charAt(at) == '\\') {
          at++;
        }
      }
      at++;
    } else {
      while (at < source.length() && ",]} \t\r\n".indexOf(source.charAt(at)) < 0) {
        at++;
      }
    }
    return source.substring(start, at);
  }

  private void skipWhiteSpace() {
    while (Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }
}
