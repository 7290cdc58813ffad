package io.m2mbridge.reply;

import io.m2mbridge.reply.FieldText.Refusal;
import java.sql.Date;
import java.sql.Time;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.regex.Pattern;

/**
 * Reads a date of birth from the source. It never converts a point in time to a date by a time
 * zone: the date would differ between zones, and the source doesn't say which one applies.
 */
final class DateOfBirth {
  private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern FAR =
      Pattern.compile("[+-]?[0-9]{4,}-[0-9]{2}-[0-9]{2}( BC)?|[+-]?infinity");
  private static final int LAST_YEAR = 9999;

  private DateOfBirth() {}

  /** Returns the date as {@code YYYY-MM-DD}, or the reason for which it is left out. */
  static FieldText of(Object value) {
    if (value instanceof CharSequence text) {
      return ofText(text.toString());
    }
    if (value instanceof LocalDate date) {
      return ofDay(date, true, value);
    }
    if (value instanceof LocalDateTime time) {
      return ofDay(time.toLocalDate(), time.toLocalTime().equals(LocalTime.MIDNIGHT), value);
    }
    if (value instanceof Date date) {
      return ofSqlDate(date);
    }
    if (value instanceof Number) {
      return FieldText.refused(Refusal.NUMBER, value);
    }
    return FieldText.refused(isInstant(value) ? Refusal.ZONE : Refusal.KIND, value);
  }

  /**
   * Whether a value is a point in time. A {@code java.sql.Timestamp} counts as one, because JDBC
   * returns it for columns with and without a time zone.
   */
  private static boolean isInstant(Object value) {
    return (value instanceof java.util.Date && !(value instanceof Time))
        || value instanceof Calendar
        || (value instanceof TemporalAccessor time
            && time.isSupported(ChronoField.INSTANT_SECONDS));
  }

  private static FieldText ofText(String text) {
    try {
      if (ISO.matcher(text).matches()) {
        return ofDay(LocalDate.parse(text), true, text);
      }
    } catch (DateTimeException e) {
      return FieldText.refused(Refusal.FORMAT, text); // for example February 30
    }
    return FieldText.refused(FAR.matcher(text).matches() ? Refusal.YEAR : Refusal.FORMAT, text);
  }

  private static FieldText ofDay(LocalDate day, boolean isMidnight, Object value) {
    if (day.getYear() < 1 || day.getYear() > LAST_YEAR) {
      return FieldText.refused(Refusal.YEAR, value);
    }
    return isMidnight ? FieldText.of(day.toString()) : FieldText.refused(Refusal.TIME, value);
  }

  /**
   * Reads a {@code java.sql.Date}. It has the column's year, month and day in the calendar and time
   * zone with which the driver created it. The era must be read separately, because {@code
   * toLocalDate} drops it.
   */
  private static FieldText ofSqlDate(Date date) {
    Calendar calendar = new GregorianCalendar();
    calendar.setTimeInMillis(date.getTime());
    if (calendar.get(Calendar.ERA) == GregorianCalendar.BC
        || calendar.get(Calendar.YEAR) > LAST_YEAR) {
      return FieldText.refused(Refusal.YEAR, date);
    }
    LocalDate day = date.toLocalDate();
    return ofDay(day, isStart(calendar, day), date);
  }

  /**
   * Whether a time is the first moment of its day. That isn't midnight if clocks go forward at
   * midnight.
   */
  private static boolean isStart(Calendar time, LocalDate day) {
    boolean isMidnight =
        time.get(Calendar.HOUR_OF_DAY) == 0
            && time.get(Calendar.MINUTE) == 0
            && time.get(Calendar.SECOND) == 0
            && time.get(Calendar.MILLISECOND) == 0;
    return isMidnight || Date.valueOf(day).getTime() == time.getTimeInMillis();
  }
}
