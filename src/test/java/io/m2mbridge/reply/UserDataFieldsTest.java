package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataFieldsTest {
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
        "Pacific/Kiritimati",
        "Etc/GMT+12",
        "Asia/Kolkata"
      })
  void writesTheDayOfBirthAsItStandsInAnyZone(String id) {
    TimeZone.setDefault(TimeZone.getTimeZone(id));
    // The second is a day that began at one o'clock in São Paulo.
    for (String day : List.of("1990-05-15", "1990-10-21", "0999-01-01", "2024-02-29")) {
      LocalDate date = LocalDate.parse(day);
      assertEquals(day, UserDataFields.text("dob", date));
      assertEquals(day, UserDataFields.text("dob", Date.valueOf(date)));
      assertEquals(day, UserDataFields.text("dob", date.atTime(23, 59)));
      assertEquals(day, UserDataFields.text("dob", Timestamp.valueOf(date.atTime(23, 59))));
      assertEquals(day, UserDataFields.text("dob", day));
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
        "1990-05-15T00:00:00Z",
        " 1990-05-15",
        "unknown",
        "",
        " "
      })
  void leavesOutADayOfBirthThatItWouldHaveToGuess(String text) {
    assertNull(UserDataFields.text("dob", text));
  }

  @Test
  void leavesOutADayOfBirthThatDependsOnAZone() {
    assertNull(UserDataFields.text("dob", Instant.EPOCH));
    assertNull(UserDataFields.text("dob", new java.util.Date(0)));
    assertNull(UserDataFields.text("dob", OffsetDateTime.parse("1990-05-15T23:00:00Z")));
    assertNull(UserDataFields.text("dob", 642729600000L));
  }

  @Test
  void keepsTextAsItIs() {
    assertEquals(" José María ", UserDataFields.text("name.firstName", " José María "));
    assertEquals("Nuñez", UserDataFields.text("name.lastName", new StringBuilder("Nuñez")));
  }

  @Test
  void writesNumbersPlainly() {
    assertEquals("12345678901", UserDataFields.text("idNumber", 12345678901L));
    assertEquals("100000000000", UserDataFields.text("idNumber", new BigDecimal("1E+11")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void leavesOutWhatIsBlank(String text) {
    assertNull(UserDataFields.text("idType", text));
  }

  @Test
  void leavesOutWhatIsUnknown() {
    assertNull(UserDataFields.text("idType", null));
    assertNull(UserDataFields.text("dob", null));
    assertNull(UserDataFields.text("idType", List.of("CURP")));
    assertNull(UserDataFields.text("idType", LocalDateTime.MIN));
  }
}
