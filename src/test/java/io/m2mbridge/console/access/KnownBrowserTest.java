package io.m2mbridge.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.m2mbridge.testing.ConsoleClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownBrowserTest {
  private static final Users.User ADA = new Users.User("ada", Role.VIEWER, ConsoleClient.HASH);

  private final String cookie = KnownBrowser.cookie(ADA);

  @Test
  void knowsABrowserByANumberOfItsOwn() {
    Optional<String> number = KnownBrowser.number(cookie, ADA);
    assertEquals(Optional.of(cookie.substring(0, 32)), number);
    assertNotEquals(number, KnownBrowser.number(KnownBrowser.cookie(ADA), ADA));
  }

  @Test
  void staysKnownWithAnotherRole() {
    Users.User operator = new Users.User("ada", Role.OPERATOR, ConsoleClient.HASH);
    assertEquals(KnownBrowser.number(cookie, ADA), KnownBrowser.number(cookie, operator));
  }

  @Test
  void isUnknownToAnotherUserAndAfterANewPassword() {
    String renewed = ConsoleClient.HASH.replace("OY2i", "OY2j");
    for (Users.User other :
        new Users.User[] {
          null,
          new Users.User("grace", Role.VIEWER, ConsoleClient.HASH),
          new Users.User("ada", Role.VIEWER, renewed)
        }) {
      assertEquals(Optional.empty(), KnownBrowser.number(cookie, other));
    }
  }

  /** Anybody could make one: its key would be a hyphen. */
  @Test
  void knowsNoBrowserOfAUserWithoutAPassword() {
    Users.User proxied = new Users.User("ada", Role.VIEWER, Users.NO_PASSWORD);
    assertEquals(Optional.empty(), KnownBrowser.number(KnownBrowser.cookie(proxied), proxied));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "x", "0000000000000000000000000000000z-é"})
  void takesNothingElse(String other) {
    assertEquals(Optional.empty(), KnownBrowser.number(other, ADA));
    assertEquals(Optional.empty(), KnownBrowser.number(cookie + other + "0", ADA));
  }

  @Test
  void takesNoNumberOfAnother() {
    String other = KnownBrowser.cookie(ADA).substring(0, 32) + cookie.substring(32);
    assertEquals(Optional.empty(), KnownBrowser.number(other, ADA));
  }
}
