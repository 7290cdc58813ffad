package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.testing.ConsoleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Failed logins alone, which need no database. */
class AccessTest {
  private static final String HOME = "192.0.2.1";
  private static final String PROXY = "10.1.2.3";

  @TempDir private Path folder;
  private final List<String> results = new ArrayList<>();
  private Access access;

  @BeforeEach
  void begin() throws IOException {
    Path file = folder.resolve("users");
    Files.writeString(file, "ada operator -\ngrace viewer " + ConsoleClient.HASH + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    access =
        new Access(
            new Users(file),
            new TrustedProxy(PROXY, "X-Forwarded-User"),
            new DriverManagerDataSource(),
            Clock.fixed(Instant.parse("2026-01-26T14:30:00Z"), ZoneOffset.UTC),
            results::add);
  }

  private void fail(String name, String address, String... cookies) {
    Map<String, List<String>> headers = Map.of("cookie", List.of(cookies));
    ConsoleRequest request =
        new ConsoleRequest("POST", "login", Map.of(), headers, address, Map.of());
    assertEquals(Optional.empty(), access.logIn(name, "wrong", request));
  }

  private void assertRefused(String name, String address, String... cookies) {
    assertEquals(
        429, assertThrows(RefusedException.class, () -> fail(name, address, cookies)).status());
  }

  @Test
  void tellsTheResultOfEachLogin() {
    for (int i = 0; i < 5; i++) {
      fail("ada", HOME);
    }
    assertRefused("ada", HOME);
    assertEquals(List.of("failed", "failed", "failed", "failed", "failed", "refused"), results);
  }

  @Test
  void makesNoBrowserWaitForStrangersThatTheUserHasLoggedInWith() {
    for (int i = 0; i < 5; i++) {
      fail("grace", HOME);
    }
    Users.User grace = new Users.User("grace", Role.VIEWER, ConsoleClient.HASH);
    assertRefused("grace", HOME);
    assertRefused("grace", HOME, "a=b; " + KnownBrowser.COOKIE + "=forged");
    fail("grace", HOME, "a=b; " + KnownBrowser.COOKIE + "=" + KnownBrowser.cookie(grace));
  }

  @Test
  void countsNoAddressOfTheTrustedProxy() {
    for (int i = 0; i < 6; i++) {
      fail("ada", PROXY);
    }
  }

  @Test
  void countsANetworkOfIpv6AsOneAddress() {
    for (int i = 0; i < 5; i++) {
      fail("ada", "2001:db8::" + i);
    }
    assertRefused("ada", "2001:db8::5");
    fail("ada", "2001:db8:0:1::5");
  }
}
