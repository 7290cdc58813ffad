package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Site;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the placeholders in a value, as Camel does before it reads the value. */
final class SettingsInText {
  private static final Pattern INNERMOST = Pattern.compile("\\{\\{([^{}]*)}}");

  /** More nested placeholders than that refer to each other in a circle. */
  private static final int MOST = 50;

  private SettingsInText() {}

  /** Returns the text without placeholders; empty if one of them has no value. */
  static Optional<String> resolve(Site site, String text) {
    String resolved = text;
    for (int i = 0; i < MOST; i++) {
      Matcher found = INNERMOST.matcher(resolved);
      if (!found.find()) {
        return Optional.of(resolved);
      }
      Optional<String> value = value(site, found.group(1).strip());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      resolved =
          resolved.substring(0, found.start()) + value.get() + resolved.substring(found.end());
    }
    return Optional.empty();
  }

  private static Optional<String> value(Site site, String placeholder) {
    boolean isOptional = placeholder.startsWith("?");
    String key = placeholder.replaceFirst("^[?!]", "");
    int colon = key.indexOf(':');
    Optional<String> value = site.setting().apply(colon == -1 ? key : key.substring(0, colon));
    if (value.isPresent()) {
      return value;
    }
    return isOptional || colon != -1
        ? Optional.of(colon == -1 ? "" : key.substring(colon + 1))
        : Optional.empty();
  }

  /** Whether the text has a placeholder. */
  static boolean isIn(String text) {
    return text.contains("{{");
  }
}
