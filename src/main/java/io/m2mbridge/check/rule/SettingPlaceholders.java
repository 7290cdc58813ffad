package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resolves property placeholders, such as {@code {{m2m.unknown.forward:log:m2m}}}, as Camel does.
 */
final class SettingPlaceholders {
  private static final String BEGIN = "{{";
  private static final String END = "}}";

  /** Settings may name settings; one that names itself must end. */
  private static final int DEPTH = 10;

  private final Function<String, Optional<String>> settings;

  SettingPlaceholders(Function<String, Optional<String>> settings) {
    this.settings = settings;
  }

  /** Replaces each placeholder by its value or its default. One without either stays as it is. */
  String resolve(String text) {
    return resolve(text, new ArrayList<>(), 0);
  }

  /** The names of the settings that a text needs and that have no value. */
  List<String> missing(String text) {
    List<String> missing = new ArrayList<>();
    resolve(text, missing, 0);
    return missing;
  }

  private String resolve(String text, List<String> missing, int depth) {
    StringBuilder resolved = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      boolean isEscaped = at > 0 && text.charAt(at - 1) == '\\';
      int end = text.startsWith(BEGIN, at) && !isEscaped ? end(text, at) : -1;
      if (end == -1 || depth > DEPTH) {
        resolved.append(text.charAt(at));
        at++;
      } else {
        String placeholder = text.substring(at, end + END.length());
        resolved.append(value(placeholder, missing, depth).orElse(placeholder));
        at = end + END.length();
      }
    }
    return resolved.toString();
  }

  private Optional<String> value(String placeholder, List<String> missing, int depth) {
    String inner =
        placeholder.substring(BEGIN.length(), placeholder.length() - END.length()).strip();
    String name = inner.replaceFirst("^[?!]", "");
    int colon = name.indexOf(':');
    int nested = name.indexOf(BEGIN);
    if (nested != -1 && (colon == -1 || nested < colon)) {
      String key = resolve(name, missing, depth + 1);
      return key.contains(BEGIN) ? Optional.empty() : value(BEGIN + key + END, missing, depth + 1);
    }
    String key = colon == -1 ? name : name.substring(0, colon);
    Optional<String> value = settings.apply(key);
    if (value.isPresent()) {
      return Optional.of(resolve(value.get(), missing, depth + 1));
    } else if (colon == -1) {
      if (!inner.startsWith("?")) {
        missing.add(key);
      }
      return Optional.empty();
    }
    // Without a dot it is a function, such as env: or a vault's, and what follows is no default.
    return key.contains(".")
        ? Optional.of(resolve(name.substring(colon + 1), missing, depth + 1))
        : Optional.empty();
  }

  private static int end(String text, int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      if (text.startsWith(BEGIN, at)) {
        depth++;
        at += BEGIN.length();
      } else if (text.startsWith(END, at)) {
        depth--;
        if (depth == 0) {
          return at;
        }
        at += END.length();
      } else {
        at++;
      }
    }
    return -1;
  }
}
