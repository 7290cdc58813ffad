package io.m2mbridge.operate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * An instant as an operator writes it: an ISO 8601 instant, or a Camel duration before now.
 *
 * @param text as it was written
 * @param instant what it meant when it was read
 */
public record Since(String text, Instant instant) {
  /** Limits of an instant that PostgreSQL can read. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** Reads a text; empty if it is neither. */
  public static Optional<Since> read(String text) {
    Instant instant = instant(text);
    return instant == null || instant.isBefore(EARLIEST) || instant.isAfter(LATEST)
        ? Optional.empty()
        : Optional.of(new Since(text, instant));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return before(text);
    }
  }

  private static @Nullable Instant before(String duration) {
    try {
      return duration.matches(".*[a-z]")
          ? Instant.now().minusMillis(TimeUtils.toMilliSeconds(duration))
          : null;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
