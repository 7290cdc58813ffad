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

  /** A secret and its fingerprint. */
  private record Key(SecretKeySpec spec, String fingerprint) {
    static Key of(byte[] key) {
      return new Key(new SecretKeySpec(key, ALGORITHM), Signature.fingerprint(key));
    }
  }

  private final List<Key> keys;

  /**
   * Creates a verifier.
   *
   * @param secrets the active secrets, in the form that {@link #secretsIn} reads
   * @throws IllegalArgumentException if there is none
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

  /** Returns a verifier with a key that isn't the secret's text (docs/protocol.md, "Q13"). */
  public static Signature withKey(byte[] key) {
    return new Signature(Key.of(key));
  }

  /**
   * Returns the secrets in a list that is separated by commas or line breaks. White space around a
   * secret and blank secrets are dropped.
   */
  public static List<String> secretsIn(String list) {
    return Arrays.stream(list.split("[,\\r\\n]"))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  /**
   * Returns the first 8 hex digits of the SHA-256 of a secret's UTF-8. It identifies a secret in
   * logs and metrics. For a weak secret, it would make guessing possible.
   */
  public static String fingerprint(String secret) {
    return fingerprint(secret.getBytes(UTF_8));
  }

  private static String fingerprint(byte[] secret) {
    return Hashes.sha256(secret).substring(0, FINGERPRINT_DIGITS);
  }

  /** Returns the fingerprints of the active secrets, in their order. */
  List<String> fingerprints() {
    return keys.stream().map(Key::fingerprint).toList();
  }

  /** Whether one of the active secrets signed exactly these bytes. See {@link #signer}. */
  public boolean matches(@Nullable String timestamp, @Nullable String signature, byte[] body) {
    return signer(timestamp, signature, body) != null;
  }

  /**
   * Returns the fingerprint of the active secret that signed exactly these bytes, or null if no
   * active secret did. It always tries all secrets, each in constant time.
   *
   * @param timestamp the header {@code X-M2M-Timestamp} as received; null if missing
   * @param signature the header {@code X-M2M-Signature} as received; null if missing
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
   * Returns what is malformed in the two headers, as a fixed word, or null if they are well-formed.
   * No secret is needed for this.
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

  /** Returns the HMAC in a signature header, or null if the header is malformed. */
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
   * Returns the instant of a well-formed {@code X-M2M-Timestamp}: Unix seconds, or milliseconds if
   * it has 13 digits (docs/protocol.md, "Q24").
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

  /** Returns the HMAC-SHA256 of the concatenated parts. */
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
