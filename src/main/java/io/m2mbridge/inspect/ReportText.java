package io.m2mbridge.inspect;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The values of a report as text: times in UTC, and amounts with all their digits. */
public final class ReportText {
  private ReportText() {}

  /** Returns a value as text; an empty text for null. */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Timestamp time) {
      return DateTimeFormatter.ISO_INSTANT.format(time.toInstant().truncatedTo(ChronoUnit.MILLIS));
    }
    return value instanceof BigDecimal amount ? amount.toPlainString() : String.valueOf(value);
  }
}
