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
 * A day of birth as it stands in the source. No point in time is ever turned into a day by a time
 * zone: it would be another day elsewhere, and nobody says where the person was born.
 */
final class DateOfBirth {
  private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern FAR =
      Pattern.compile("[+-]?[0-9]{4,}-[0-9]{2}-[0-9]{2}( BC)?|[+-]?infinity");
  private static final int LAST_YEAR = 9999;

  private DateOfBirth() {}

  /** The day as {@code YYYY-MM-DD}, or why it is left out. */
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

  /** A {@code java.sql.Timestamp} among them: JDBC makes it of columns with a zone and without. */
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
      return FieldText.refused(Refusal.FORMAT, text); // the 30th of February
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
   * Its fields are those of the column, by the calendar and the time zone that the driver made it
   * with; {@code toLocalDate} forgets the era.
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

  /** Whether it is the day's first moment, which isn't midnight where clocks go forward then. */
  private static boolean isStart(Calendar time, LocalDate day) {
    boolean isMidnight =
        time.get(Calendar.HOUR_OF_DAY) == 0
            && time.get(Calendar.MINUTE) == 0
            && time.get(Calendar.SECOND) == 0
            && time.get(Calendar.MILLISECOND) == 0;
    return isMidnight || Date.valueOf(day).getTime() == time.getTimeInMillis();
  }
}
