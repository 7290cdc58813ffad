package io.m2mbridge.reply;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that a reply may hold (M2M-CONTRACT, section 3), and how each is written. */
final class UserDataFields {
  static final String DATE_OF_BIRTH = "dob";

  /** In the order in which M2M's documents write them. */
  static final List<String> ALL =
      List.of(
          "name.firstName",
          "name.secondName",
          "name.lastName",
          "name.secondLastName",
          "idNumber",
          "idType",
          DATE_OF_BIRTH);

  private UserDataFields() {}

  /**
   * The text to send for a value that was looked up; null where it is unknown, blank, or of a kind
   * that would have to be guessed at.
   */
  static @Nullable String text(String field, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (field.equals(DATE_OF_BIRTH)) {
      LocalDate date = date(value);
      return date == null ? null : date.toString();
    }
    String text = null;
    if (value instanceof CharSequence characters) {
      text = characters.toString();
    } else if (value instanceof BigDecimal decimal) {
      text = decimal.toPlainString();
    } else if (value instanceof Number number) {
      text = number.toString();
    }
    return text == null || text.isBlank() ? null : text;
  }

  /**
   * A calendar day as it stands in the source: no instant is ever turned into a day by a time zone.
   */
  private static @Nullable LocalDate date(Object value) {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (value instanceof LocalDateTime time) {
      return time.toLocalDate();
    }
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime().toLocalDate();
    }
    try {
      return value instanceof CharSequence text ? LocalDate.parse(text) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
