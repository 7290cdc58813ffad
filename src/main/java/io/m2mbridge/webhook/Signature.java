package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * M2M's webhook signature: {@code sha256=} and the hex HMAC-SHA256 of {@code <timestamp>.<raw
 * body>}, keyed with the whole secret as UTF-8 (M2M-CONTRACT, sections 1 and 9).
 */
public final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final int HEX_DIGITS = 64;
  private static final int DIGITS_OF_MILLISECONDS = 13;

  private final List<SecretKeySpec> keys;

  /**
   * @param secrets the active secrets, separated by commas; white space around each is ignored
   * @throws IllegalArgumentException when there is none
   */
  public Signature(String secrets) {
    keys =
        secretsIn(secrets).stream()
            .map(secret -> new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM))
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no webhook secret");
    }
  }

  private Signature(SecretKeySpec key) {
    keys = List.of(key);
  }

  /** One with a key that isn't the secret's text (M2M-CONTRACT, section 9, question 13). */
  public static Signature withKey(byte[] key) {
    return new Signature(new SecretKeySpec(key, ALGORITHM));
  }

  /**
   * The secrets in a list separated by commas, without white space around them; blank ones are left
   * out.
   */
  public static List<String> secretsIn(String commaSeparated) {
    return Arrays.stream(commaSeparated.split(","))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  /**
   * Whether one of the active secrets signed exactly these bytes. All of them are tried, each in
   * constant time.
   *
   * @param timestamp the header {@code X-M2M-Timestamp} as it came, null when missing
   * @param signature the header {@code X-M2M-Signature} as it came, null when missing
   * @param body the raw bytes of the request
   */
  public boolean matches(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    if (timestamp == null || signature == null || !isTimestamp(timestamp)) {
      return false;
    }
    byte[] claimed = tag(signature);
    if (claimed == null) {
      return false;
    }
    boolean matches = false;
    for (SecretKeySpec key : keys) {
      matches |= MessageDigest.isEqual(claimed, hmac(key, timestamp, body));
    }
    return matches;
  }

  private static boolean isTimestamp(String text) {
    return !text.isEmpty()
        && text.length() <= DIGITS_OF_MILLISECONDS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The tag that a well-formed header holds; null where it isn't. */
  private static byte @Nullable [] tag(String signature) {
    if (signature.length() != PREFIX.length() + HEX_DIGITS || !signature.startsWith(PREFIX)) {
      return null;
    }
    try {
      return HexFormat.of().parseHex(signature, PREFIX.length(), signature.length());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Signs as M2M does, with the first secret.
   *
   * @param timestamp Unix seconds in decimal digits
   * @return the value of the header {@code X-M2M-Signature}
   */
  public String sign(String timestamp, byte[] body) {
    return PREFIX + HexFormat.of().formatHex(hmac(keys.get(0), timestamp, body));
  }

  /**
   * The instant that a well-formed {@code X-M2M-Timestamp} names: Unix seconds, or milliseconds
   * where it has 13 digits (M2M-CONTRACT, section 9, question 24).
   */
  public static Instant signedAt(String timestamp) {
    long value = Long.parseLong(timestamp);
    return timestamp.length() == DIGITS_OF_MILLISECONDS
        ? Instant.ofEpochMilli(value)
        : Instant.ofEpochSecond(value);
  }

  private static byte[] hmac(SecretKeySpec key, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(timestamp.getBytes(US_ASCII));
      mac.update((byte) '.');
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
