package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the constants that values and expressions give. */
final class Values {
  private Values() {}

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
