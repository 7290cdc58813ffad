package io.m2mbridge.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
public final class RetryAfter {
  private static final Duration MAX_WAIT = Duration.ofDays(10_000);
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Returns the shortest time to wait. It is zero where the header is absent, invalid, or in the
   * past, and 27 years at most, so that it can be added to an instant.
   */
  public static Duration of(@Nullable String header, Clock clock) {
    if (header == null) {
      return Duration.ZERO;
    }
    String value = header.strip();
    Duration wait = value.matches("[0-9]+") ? ofSeconds(value) : untilDate(value, clock);
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
  }

  private static Duration ofSeconds(String digits) {
    return digits.length() > MAX_DIGITS ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Duration untilDate(String value, Clock clock) {
    Instant date = DateUtils.parseStandardDate(value);
    return date == null ? Duration.ZERO : Duration.between(clock.instant(), date);
  }
}
