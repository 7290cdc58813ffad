package io.m2mbridge.dev.trace;

import io.m2mbridge.check.rule.ReadableValues;
import io.m2mbridge.event.ReadableFields;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.log.PrintableText;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes values for a developer to read, with every value masked that isn't known to be harmless:
 * an id, an amount, a time or a code of the event, a value of the bridge's own variables, or a word
 * of the routes. So a personal value stays masked in whatever variable, body or row it stands.
 */
final class Masking {
  static final String MASK = "***";

  private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,15}\\.\\d{2}|-?\\d");
  private static final Pattern WORD = Pattern.compile("[^\\s,;()\\[\\]{}\"'<>|=#]+");
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][\\w.-]{0,60}");
  private static final Pattern MASKS = Pattern.compile("\\*{3}([^\\p{L}\\p{N}*]*\\*{3})+");

  private final Set<String> words;
  private final Set<String> readable = new HashSet<>();
  private final Set<String> masked = ConcurrentHashMap.newKeySet();

  /**
   * @param event the body's JSON as maps and lists
   * @param words what the routes say themselves
   */
  Masking(Map<?, ?> event, Set<String> words) {
    this.words = words;
    for (String field : new String[] {"event", "timestamp"}) {
      if (event.get(field) instanceof String text && ReadableFields.isCode(text)) {
        readable.add(text);
      }
    }
    collect("", event.get("data"));
  }

  /** Adds a value that may be shown: an id of this delivery. */
  void allow(Object value) {
    readable.add(String.valueOf(value));
  }

  private void collect(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> collect(below(path, name), each));
    } else if (value instanceof Collection<?> list) {
      list.forEach(each -> collect(path, each));
    } else if (value != null
        && ReadableFields.isField(path)
        && ReadableFields.isCode(String.valueOf(value))) {
      readable.add(String.valueOf(value));
    }
  }

  private static String below(String path, Object name) {
    return path.isEmpty() ? String.valueOf(name) : path + "." + name;
  }

  String variable(String name, Object value) {
    if (ReadableValues.isPersonalVariable(name)) {
      return of(value, true);
    }
    String text = String.valueOf(value);
    return ReadableValues.isVariable(name) && ReadableFields.isCode(text) ? text : of(value, false);
  }

  String body(Object value) {
    return of(value, false);
  }

  private String of(Object value, boolean isPersonal) {
    Object plain = Values.plain(value);
    Object json = plain instanceof String text ? Values.json(text) : null;
    if (json != null || plain instanceof Map || plain instanceof Collection) {
      return PrintableText.line(fields("", json == null ? plain : json, isPersonal));
    }
    if (plain instanceof Throwable failure) {
      return FailureDescription.of(failure);
    }
    if (plain instanceof Boolean) {
      return plain.toString();
    }
    boolean isText =
        plain instanceof CharSequence
            || plain instanceof Number
            || plain.getClass().getName().startsWith("java.time.");
    if (!isText) {
      return "(" + plain.getClass().getSimpleName() + ")";
    }
    String text = plain.toString();
    return text.isEmpty() ? "(empty)" : isPersonal ? MASK : PrintableText.line(text(text));
  }

  /** A text of the site's: each word by itself. */
  private String text(String text) {
    if (readable.contains(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String core = word.group().replaceAll("[.:!?]+$", "");
      word.appendReplacement(shown, Matcher.quoteReplacement(isWord(core) ? word.group() : MASK));
    }
    word.appendTail(shown);
    return MASKS.matcher(shown).replaceAll(Matcher.quoteReplacement(MASK));
  }

  private boolean isWord(String word) {
    return readable.contains(word)
        || AMOUNT.matcher(word).matches()
        || (words.contains(word) && !masked.contains(word))
        || word.codePoints().noneMatch(Character::isLetterOrDigit);
  }

  private String fields(String path, @Nullable Object value, boolean isPersonal) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry(path, entry, isPersonal))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .map(each -> fields(path, each, isPersonal))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return leaf(path, value, isPersonal);
  }

  private String entry(String path, Map.Entry<?, ?> entry, boolean isPersonal) {
    String name = String.valueOf(entry.getKey());
    // The event's own JSON has the fields below "data"; the variable has them at its top.
    String below = path.isEmpty() && name.equals("data") ? "" : below(path, name);
    String key = KEY.matcher(name).matches() ? name : MASK;
    return key + ": " + fields(below, entry.getValue(), isPersonal);
  }

  private String leaf(String path, @Nullable Object value, boolean isPersonal) {
    if (value == null) {
      return "null";
    }
    String text = String.valueOf(Values.plain(value));
    boolean isShown =
        !isPersonal
            && !ReadableValues.isPersonalField(path)
            && (readable.contains(text)
                || AMOUNT.matcher(text).matches()
                || value instanceof Boolean
                || (ReadableFields.isField(path) && ReadableFields.isCode(text)));
    if (isShown) {
      return text;
    }
    Stream.of(text.split("[^\\p{L}\\p{N}]+")).forEach(masked::add);
    return MASK;
  }
}
