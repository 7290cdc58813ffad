package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The clock stands still, so that no wait ends. */
class LoginLimitsTest {
  private static final String HOME = "192.0.2.1";
  private final LoginLimits limits =
      new LoginLimits(Clock.fixed(Instant.parse("2026-01-26T14:30:00Z"), ZoneOffset.UTC));

  private void fail(int times, String name, @Nullable String network) {
    for (int i = 0; i < times; i++) {
      limits.begin(name, network, null);
    }
  }

  private RefusedException refused(String name, @Nullable String network) {
    return assertThrows(RefusedException.class, () -> limits.begin(name, network, null));
  }

  private void assertIsTaken(String name, @Nullable String network, @Nullable String browser) {
    assertDoesNotThrow(() -> limits.begin(name, network, browser));
  }

  @Test
  void makesOneNameFromOneAddressWait() {
    fail(5, "ada", HOME);
    RefusedException refused = refused("ada", HOME);
    assertEquals(429, refused.status());
    assertTrue(refused.retryAfter().getAsLong() > 0);
    assertIsTaken("ada", "192.0.2.2", null);
    assertIsTaken("grace", HOME, null);
  }

  @Test
  void makesAnAddressWaitThatTriesManyNames() {
    for (int i = 0; i < 20; i++) {
      fail(1, "name" + i, HOME);
    }
    refused("ada", HOME);
    assertIsTaken("ada", "192.0.2.2", null);
  }

  @Test
  void makesANameWaitThatIsTriedFromManyAddresses() {
    for (int i = 0; i < 50; i++) {
      fail(1, "ada", "192.0.2." + i);
    }
    refused("ada", "198.51.100.1");
    assertIsTaken("grace", "198.51.100.1", null);
  }

  @Test
  void letsAKnownBrowserInWhateverStrangersDo() {
    for (int i = 0; i < 50; i++) {
      fail(1, "ada", "198.51.100." + i);
    }
    for (int i = 0; i < 20; i++) {
      fail(1, "name" + i, HOME);
    }
    assertIsTaken("ada", HOME, "1");
  }

  @Test
  void makesAKnownBrowserWaitForItsOwnFailures() {
    for (int i = 0; i < 5; i++) {
      limits.begin("ada", HOME, "1");
    }
    assertThrows(RefusedException.class, () -> limits.begin("ada", "192.0.2.2", "1"));
    assertIsTaken("ada", HOME, "2");
  }

  @Test
  void countsAProxysLoginsByNameAlone() {
    fail(50, "ada", null);
    refused("ada", null);
    assertIsTaken("grace", null, null);
  }

  @Test
  void countsAWaitingLoginNowhereElse() {
    fail(5, "ada", HOME);
    for (int i = 0; i < 100; i++) {
      refused("ada", HOME);
    }
    assertIsTaken("grace", HOME, null);
    assertIsTaken("ada", "192.0.2.2", null);
  }

  @Test
  void countsNoLoginThatSucceedsOrIsNotMade() {
    for (int i = 0; i < 100; i++) {
      limits.begin("ada", HOME, null).succeeded();
      limits.begin("ada", HOME, null).wasNotMade();
    }
    assertIsTaken("ada", HOME, null);
  }

  @Test
  void forgetsTheFailuresOfNameAndAddressAfterALogin() {
    fail(3, "ada", HOME);
    limits.begin("ada", HOME, null).succeeded();
    fail(5, "ada", HOME);
    refused("ada", HOME);
  }
}
