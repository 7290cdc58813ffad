package io.m2mbridge.signing.mistake;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Ways to compute a tag from a key and a message. The first one is M2M's. */
enum SignatureHash {
  HMAC_SHA_256,
  HMAC_SHA_1,
  HMAC_SHA_512,
  SWAPPED,
  PLAIN,
  KEY_BEFORE,
  KEY_AFTER;

  /** Returns the mistakes of this way; empty for M2M's. */
  List<SignatureMistake> mistakes() {
    return switch (this) {
      case HMAC_SHA_256 -> List.of();
      case HMAC_SHA_1 -> List.of(SignatureMistake.SHA_1);
      case HMAC_SHA_512 -> List.of(SignatureMistake.SHA_512);
      case SWAPPED -> List.of(SignatureMistake.SWAPPED_KEY);
      case PLAIN -> List.of(SignatureMistake.NO_KEY);
      case KEY_BEFORE, KEY_AFTER -> List.of(SignatureMistake.JOINED_KEY);
    };
  }

  byte[] of(byte[] key, byte[] message) {
    return switch (this) {
      case HMAC_SHA_256 -> hmac("HmacSHA256", key, message);
      case HMAC_SHA_1 -> hmac("HmacSHA1", key, message);
      case HMAC_SHA_512 -> hmac("HmacSHA512", key, message);
      case SWAPPED -> hmac("HmacSHA256", message, key);
      case PLAIN -> sha256(message);
      case KEY_BEFORE -> sha256(key, message);
      case KEY_AFTER -> sha256(message, key);
    };
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // HMAC pads a short key with zeros, and Java doesn't accept an empty key.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
