package io.m2mbridge.console.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The cookie of a browser that a user has logged in with. Failed logins of strangers don't make
 * such a browser wait. Its key is the user's hash in the file of users, so each node can check it,
 * and a new password ends it. It is no login.
 */
final class KnownBrowser {
  /** The cookie's name. */
  static final String COOKIE = "__Host-m2m-console-known";

  private static final int NUMBER_BYTES = 16;
  private static final Pattern VALUE = Pattern.compile("[0-9a-f]{32}-[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private KnownBrowser() {}

  /** Returns the cookie's value for a browser that the user has just logged in with. */
  static String cookie(Users.User user) {
    byte[] bytes = new byte[NUMBER_BYTES];
    RANDOM.nextBytes(bytes);
    String number = HexFormat.of().formatHex(bytes);
    return number + "-" + mac(user, number);
  }

  /**
   * Returns the number of the browser that sends a cookie; empty if the user has never logged in
   * with it.
   *
   * @param user null for an unknown user. One without a password has no key
   */
  static Optional<String> number(String cookie, Users.@Nullable User user) {
    if (user == null || user.hash().equals(Users.NO_PASSWORD) || !VALUE.matcher(cookie).matches()) {
      return Optional.empty();
    }
    String number = cookie.substring(0, 2 * NUMBER_BYTES);
    byte[] expected = (number + "-" + mac(user, number)).getBytes(US_ASCII);
    return MessageDigest.isEqual(expected, cookie.getBytes(US_ASCII))
        ? Optional.of(number)
        : Optional.empty();
  }

  private static String mac(Users.User user, String number) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(user.hash().getBytes(UTF_8), mac.getAlgorithm()));
      return HexFormat.of().formatHex(mac.doFinal((user.name() + " " + number).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JVM has HmacSHA256", e);
    }
  }
}
