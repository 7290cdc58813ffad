package io.m2mbridge.check.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces placeholders by the values of settings, as Camel does. */
public final class Placeholders {
  private static final Pattern INNERMOST = Pattern.compile("\\{\\{([?!]?)([^{}]*)}}");
  private static final Pattern FUNCTION = Pattern.compile("(env|sys|service|bean)[.:].*");
  private static final char OPEN = '\uE000';
  private static final char CLOSE = '\uE001';

  private final Site site;

  /** The placeholders of a site's settings. */
  public Placeholders(Site site) {
    this.site = site;
  }

  /** Returns the text with values. A placeholder without a value and a default stays as it is. */
  public String replace(String text) {
    String replaced = text;
    Matcher matcher = INNERMOST.matcher(replaced);
    while (matcher.find()) {
      String value =
          value(matcher.group(2))
              .orElse(
                  matcher.group(1).equals("?")
                      ? ""
                      : OPEN + matcher.group(1) + matcher.group(2) + CLOSE);
      replaced = replaced.substring(0, matcher.start()) + value + replaced.substring(matcher.end());
      if (replaced.length() > 100_000) {
        return text; // a setting that names itself, which Camel reports
      }
      matcher = INNERMOST.matcher(replaced);
    }
    return replaced.replace(String.valueOf(OPEN), "{{").replace(String.valueOf(CLOSE), "}}");
  }

  /**
   * Returns the key of the setting whose value a text consists of; null if the text is no
   * placeholder, or if its value is written in the text as a default.
   */
  public @Nullable String source(String text) {
    String key = null;
    for (String rest = text; rest.startsWith("{{"); ) {
      String inner = rest.replaceFirst("^\\{\\{[?!]?", "").replaceFirst("}}$", "");
      int colon = inner.indexOf(':');
      String name = colon == -1 ? inner : inner.substring(0, colon);
      Optional<String> value = site.setting().apply(name);
      if (value.isEmpty() && colon == -1) {
        return null;
      }
      key = value.isPresent() ? name : null;
      String next = value.orElseGet(() -> inner.substring(colon + 1));
      if (next.equals(rest)) {
        return null;
      }
      rest = next;
    }
    return key;
  }

  private Optional<String> value(String placeholder) {
    if (FUNCTION.matcher(placeholder).matches()) {
      return Optional.empty();
    }
    int colon = placeholder.indexOf(':');
    String key = colon == -1 ? placeholder : placeholder.substring(0, colon);
    Optional<String> value = site.setting().apply(key.strip());
    return value.isPresent() || colon == -1 ? value : Optional.of(placeholder.substring(colon + 1));
  }
}
