package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.event.Hashes;
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
 * body>}, keyed with the whole secret as UTF-8 (docs/protocol.md, "Signature").
 */
public final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final byte[] DOT = {'.'};
  private static final int HEX_DIGITS = 64;
  private static final int DIGITS_OF_MILLISECONDS = 13;
  private static final int FINGERPRINT_DIGITS = 8;

  /** A secret, and the name that tells it from the others. */
  private record Key(SecretKeySpec spec, String fingerprint) {
    static Key of(byte[] key) {
      return new Key(new SecretKeySpec(key, ALGORITHM), Signature.fingerprint(key));
    }
  }

  private final List<Key> keys;

  /**
   * @param secrets the active secrets, as {@link #secretsIn} reads them
   * @throws IllegalArgumentException when there is none
   */
  public Signature(String secrets) {
    keys = secretsIn(secrets).stream().map(secret -> Key.of(secret.getBytes(UTF_8))).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no webhook secret");
    }
  }

  private Signature(Key key) {
    keys = List.of(key);
  }

  /** One with a key that isn't the secret's text (docs/protocol.md, "Q13"). */
  public static Signature withKey(byte[] key) {
    return new Signature(Key.of(key));
  }

  /**
   * The secrets in a list separated by commas or line breaks, without white space around them;
   * blank ones are left out.
   */
  public static List<String> secretsIn(String list) {
    return Arrays.stream(list.split("[,\\r\\n]"))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  /**
   * The first 8 hex digits of the SHA-256 of a secret's UTF-8: it tells secrets apart where none
   * may be shown. Of a weak secret it would give too much away.
   */
  public static String fingerprint(String secret) {
    return fingerprint(secret.getBytes(UTF_8));
  }

  private static String fingerprint(byte[] secret) {
    return Hashes.sha256(secret).substring(0, FINGERPRINT_DIGITS);
  }

  /** The fingerprints of the active secrets, in their order. */
  List<String> fingerprints() {
    return keys.stream().map(Key::fingerprint).toList();
  }

  /** Whether one of the active secrets signed exactly these bytes, as {@link #signer} finds out. */
  public boolean matches(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    return signer(timestamp, signature, body) != null;
  }

  /**
   * The fingerprint of the active secret that signed exactly these bytes; null where none did. All
   * of them are tried, each in constant time.
   *
   * @param timestamp the header {@code X-M2M-Timestamp} as it came, null when missing
   * @param signature the header {@code X-M2M-Signature} as it came, null when missing
   * @param body the raw bytes of the request
   */
  @Nullable String signer(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    if (timestamp == null || signature == null || !isTimestamp(timestamp)) {
      return null;
    }
    byte[] claimed = tag(signature);
    if (claimed == null) {
      return null;
    }
    String signer = null;
    for (Key key : keys) {
      if (MessageDigest.isEqual(claimed, hmac(key.spec(), timestamp, body))) {
        signer = key.fingerprint();
      }
    }
    return signer;
  }

  /**
   * What the two headers lack before a secret is tried, as a fixed word; null where they are
   * well-formed.
   */
  static @Nullable String malformation(@Nullable String timestamp, @Nullable String signature) {
    if (signature == null) {
      return "no-signature";
    } else if (timestamp == null) {
      return "no-timestamp";
    } else if (tag(signature) == null) {
      return "malformed-signature";
    }
    return isTimestamp(timestamp) ? null : "bad-timestamp";
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
    return PREFIX + HexFormat.of().formatHex(hmac(keys.get(0).spec(), timestamp, body));
  }

  /**
   * The instant that a well-formed {@code X-M2M-Timestamp} names: Unix seconds, or milliseconds
   * where it has 13 digits (docs/protocol.md, "Q24").
   */
  public static Instant signedAt(String timestamp) {
    long value = Long.parseLong(timestamp);
    return timestamp.length() == DIGITS_OF_MILLISECONDS
        ? Instant.ofEpochMilli(value)
        : Instant.ofEpochSecond(value);
  }

  private static byte[] hmac(SecretKeySpec key, String timestamp, byte[] body) {
    return hmac(key, timestamp.getBytes(US_ASCII), DOT, body);
  }

  /** The HMAC-SHA256 of some bytes, which come in parts. */
  static byte[] hmac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
