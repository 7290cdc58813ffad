package io.m2mbridge.simulator;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list (docs/protocol.md, "Links and operations"). An invalid one is
 * answered 400.
 */
record Query(MultiMap parameters) {
  private static final int LARGEST_PAGE = 100;
  private static final int USUAL_PAGE = 20;

  int page() {
    return number("page", 1, Integer.MAX_VALUE, 1);
  }

  int limit() {
    return number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
  }

  private int number(String name, int least, int most, int usual) {
    String text = parameters.get(name);
    if (text == null) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw ApiException.invalid(name + " must be a number from " + least + " to " + most);
  }

  /** Whether a parameter is absent or has exactly this value. */
  boolean allows(String name, @Nullable String value) {
    String wanted = parameters.get(name);
    return wanted == null || wanted.equals(value);
  }

  /** Returns the parameter, which must be one of these values, or null if it is absent. */
  @Nullable String oneOf(String name, List<String> values) {
    String wanted = parameters.get(name);
    if (wanted != null && !values.contains(wanted)) {
      throw ApiException.invalid(name + " must be one of " + String.join(", ", values));
    }
    return wanted;
  }

  /** Returns whether a time is between {@code from} and {@code to}, inclusive. */
  Predicate<Instant> period() {
    Instant from = instant("from");
    Instant to = instant("to");
    return time -> (from == null || !time.isBefore(from)) && (to == null || !time.isAfter(to));
  }

  private @Nullable Instant instant(String name) {
    String text = parameters.get(name);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "2026-01-26".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ApiException.invalid(name + " must be a time in ISO 8601");
    }
  }
}
