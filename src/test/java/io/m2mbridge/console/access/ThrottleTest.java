package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private Instant now = Instant.parse("2026-01-26T14:30:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final Throttle throttle = new Throttle(clock, 3, Duration.ofSeconds(10));

  private Duration fail() {
    return throttle.begin("ada");
  }

  @Test
  void doublesTheWaitAfterSomeFailuresUpToALimit() {
    assertEquals(Duration.ZERO, fail());
    assertEquals(Duration.ZERO, fail());
    assertEquals(Duration.ZERO, fail());
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertEquals(Duration.ofSeconds(seconds), fail());
      now = now.plusSeconds(seconds);
      assertEquals(Duration.ZERO, fail());
    }
  }

  @Test
  void doesNotCountAnAttemptThatHasToWait() {
    fail();
    fail();
    fail();
    for (int i = 0; i < 50; i++) {
      assertEquals(Duration.ofSeconds(1), fail());
    }
  }

  @Test
  void letsOthersIn() {
    for (int i = 0; i < 10; i++) {
      fail();
    }
    assertEquals(Duration.ZERO, throttle.begin("grace"));
  }

  @Test
  void forgetsFailuresAfterALogin() {
    fail();
    fail();
    throttle.forget("ada");
    fail();
    assertEquals(Duration.ZERO, fail());
  }

  @Test
  void takesBackOneAttempt() {
    for (int i = 0; i < 2; i++) {
      fail();
      throttle.takeBack("ada");
    }
    fail();
    fail();
    assertEquals(Duration.ZERO, fail());
    assertTrue(fail().toSeconds() > 0);
  }
}
