package io.m2mbridge.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-26T14:30:00Z"), ZoneId.of("Asia/Tokyo"));

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "' 7 ', 7", "0010, 10", "3600, 3600", "999999999, 864000000"})
  void readsSeconds(String header, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), RetryAfter.of(header, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mon, 26 Jan 2026 14:30:05 GMT", "Monday, 26-Jan-26 14:30:05 GMT"})
  void readsADate(String header) {
    assertEquals(Duration.ofSeconds(5), RetryAfter.of(header, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mon, 26 Jan 2026 14:30:00 GMT", "Sun, 25 Jan 2026 14:30:00 GMT"})
  void doesNotWaitForADateThatHasPassed(String header) {
    assertEquals(Duration.ZERO, RetryAfter.of(header, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+5",
        "1.5",
        "1e3",
        "soon",
        "5 seconds",
        "2026-01-26T14:31:00Z",
        "٣"
      })
  void ignoresWhatItCannotRead(String header) {
    assertEquals(Duration.ZERO, RetryAfter.of(header, CLOCK));
  }

  @Test
  void ignoresThatThereIsNone() {
    assertEquals(Duration.ZERO, RetryAfter.of(null, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9999999999", "99999999999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void keepsAHugeOneToWhatCanBeAddedToAnInstant(String header) {
    Duration wait = RetryAfter.of(header, CLOCK);
    assertEquals(Duration.ofDays(10_000), wait);
    assertEquals("2053-06-13T14:30:00Z", CLOCK.instant().plus(wait).toString());
  }
}
