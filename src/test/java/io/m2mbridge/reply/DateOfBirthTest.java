package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.reply.FieldText.Refusal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateOfBirthTest {
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void backToTheZone() {
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Madrid",
        "America/Mexico_City",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Beirut",
        "Pacific/Kiritimati",
        "Etc/GMT+12",
        "Asia/Kolkata"
      })
  void writesTheDayAsItStandsInAnyZone(String id) {
    TimeZone.setDefault(TimeZone.getTimeZone(id));
    // Among them a day that began at one o'clock in São Paulo, one in Beirut, one whose midnight
    // came twice in Havana, one before the Gregorian calendar, and the first and the last.
    for (String day :
        List.of(
            "1990-05-15",
            "1990-10-21",
            "1992-03-28",
            "1990-10-14",
            "1890-01-01",
            "1582-10-15",
            "1582-10-04",
            "0999-01-01",
            "0001-01-01",
            "9999-12-31",
            "2024-02-29")) {
      LocalDate date = LocalDate.parse(day);
      assertEquals(day, text(date));
      assertEquals(day, text(Date.valueOf(date)));
      assertEquals(day, text(date.atStartOfDay()));
      assertEquals(day, text(day));
      assertEquals(Refusal.TIME, refusal(date.atTime(0, 0, 0, 1)));
      assertEquals(Refusal.TIME, refusal(date.atTime(23, 59)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "15/05/1990",
        "05-15-1990",
        "1990-5-15",
        "19900515",
        "1990-02-30",
        "1990-13-01",
        "1900-02-29",
        "1990-05-15T00:00:00Z",
        "1990-05-15 00:00:00",
        " 1990-05-15",
        "١٩٩٠-٠٥-١٥",
        "642729600000",
        "unknown"
      })
  void leavesOutTextThatItWouldHaveToGuess(String text) {
    assertEquals(Refusal.FORMAT, refusal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01",
        "-0044-03-15",
        "0044-03-15 BC",
        "+12345-01-01",
        "12345-01-01",
        "infinity",
        "-infinity"
      })
  void leavesOutTextOfAYearThatFourDigitsDoNotHold(String text) {
    assertEquals(Refusal.YEAR, refusal(text));
  }

  @Test
  void leavesOutDaysOfAYearThatFourDigitsDoNotHold() {
    Calendar beforeChrist = Calendar.getInstance();
    beforeChrist.clear();
    beforeChrist.set(-43, Calendar.MARCH, 15);
    for (Object day :
        List.of(
            LocalDate.MAX,
            LocalDate.MIN,
            LocalDate.of(10000, 1, 1),
            LocalDate.of(0, 1, 1),
            LocalDateTime.MAX,
            LocalDateTime.MIN,
            new Date(beforeChrist.getTimeInMillis()),
            // How the driver says infinity.
            new Date(9223372036825200000L),
            new Date(-9223372036832400000L),
            Date.valueOf(LocalDate.of(10000, 1, 1)))) {
      assertEquals(Refusal.YEAR, refusal(day), day::toString);
    }
  }

  @Test
  void leavesOutADayThatDependsOnAZone() {
    for (Object time :
        List.of(
            Instant.EPOCH,
            new java.util.Date(0),
            Calendar.getInstance(),
            Timestamp.valueOf("1990-05-15 00:00:00"),
            OffsetDateTime.parse("1990-05-15T00:00:00Z"),
            ZonedDateTime.parse("1990-05-15T00:00:00-06:00[America/Mexico_City]"))) {
      assertEquals(Refusal.ZONE, refusal(time), time::toString);
    }
  }

  @Test
  void leavesOutASqlDateThatIsAMoment() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/Mexico_City"));
    assertEquals(
        Refusal.TIME, refusal(new Date(Instant.parse("1990-05-15T00:00:00Z").toEpochMilli())));
  }

  @Test
  void leavesOutWhatIsNoDay() {
    assertEquals(Refusal.NUMBER, refusal(642729600000L));
    assertEquals(Refusal.KIND, refusal(YearMonth.of(1990, 5)));
    assertEquals(Refusal.KIND, refusal(LocalTime.NOON));
    assertEquals(Refusal.KIND, refusal(List.of("1990-05-15")));
  }

  private static String text(Object value) {
    FieldText read = DateOfBirth.of(value);
    assertNull(read.refusal(), () -> value + " " + read.refusal());
    return read.text();
  }

  private static Refusal refusal(Object value) {
    FieldText read = DateOfBirth.of(value);
    assertNull(read.text(), value::toString);
    return read.refusal();
  }
}
