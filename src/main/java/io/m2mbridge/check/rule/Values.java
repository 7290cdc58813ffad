package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads values as Camel does: with their placeholders resolved. */
final class Values {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

  /** Camel's functions within a placeholder, whose values only the running bridge knows. */
  private static final Set<String> FUNCTIONS =
      Set.of("env", "sys", "service", "bean", "ref", "secret", "random");

  private static final int DEEPEST = 100;

  private Values() {}

  /** The text with its placeholders resolved; empty if one has no value that the files tell. */
  static Optional<String> resolve(Site site, String text) {
    String resolved = text;
    for (int i = 0; i < DEEPEST; i++) {
      Matcher placeholder = PLACEHOLDER.matcher(resolved);
      if (!placeholder.find()) {
        return Optional.of(resolved);
      }
      Optional<String> value = value(site, placeholder.group(1).strip());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      resolved =
          resolved.substring(0, placeholder.start())
              + value.get()
              + resolved.substring(placeholder.end());
    }
    return Optional.empty();
  }

  private static Optional<String> value(Site site, String placeholder) {
    int colon = placeholder.indexOf(':');
    String key = colon == -1 ? placeholder : placeholder.substring(0, colon);
    if (FUNCTIONS.contains(key)) {
      return Optional.empty();
    }
    if (key.startsWith("?")) {
      return Optional.of(site.setting().apply(key.substring(1)).orElse(""));
    }
    Optional<String> value = site.setting().apply(key.replaceFirst("^!", ""));
    return value.isPresent() || colon == -1 ? value : Optional.of(placeholder.substring(colon + 1));
  }

  /**
   * The constant that a value or an expression gives, such as {@code true} of {@code handled:
   * {constant: {expression: "true"}}}; null for a missing one.
   */
  static @Nullable String constant(@Nullable YamlNode node) {
    if (node == null || node.text() != null) {
      return node == null ? null : node.text();
    }
    for (YamlNode.Entry entry : node.entries()) {
      if (Set.of("constant", "simple", "expression").contains(entry.name())) {
        return constant(entry.value());
      }
    }
    return null;
  }
}
