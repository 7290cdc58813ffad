package io.m2mbridge.check.rule;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The methods and getters that the simple language finds in a value. */
final class Members {
  private Members() {}

  static boolean hasMap(String name) {
    return has(name, Map.class);
  }

  static boolean hasText(String name) {
    return has(name, String.class);
  }

  /** A field without fields of its own: a text, a number, a list or a boolean. */
  static boolean hasValue(String name) {
    return has(name, String.class, BigDecimal.class, List.class);
  }

  private static boolean has(String name, Class<?>... types) {
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return Stream.concat(Stream.of(types), Stream.of(Object.class))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .anyMatch(
            method ->
                method.getName().equals(name)
                    || method.getName().equals("get" + capital)
                    || method.getName().equals("is" + capital));
  }
}
