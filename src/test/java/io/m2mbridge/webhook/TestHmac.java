package io.m2mbridge.webhook;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** HMAC-SHA256 written out from RFC 2104, as a second opinion. */
final class TestHmac {
  private static final int BLOCK = 64;

  private TestHmac() {}

  /**
   * @param key at most one block long
   */
  static String hex(byte[] key, byte[] text) {
    byte[] padded = Arrays.copyOf(key, BLOCK);
    return HexFormat.of().formatHex(sha256(pad(padded, 0x5c), sha256(pad(padded, 0x36), text)));
  }

  private static byte[] pad(byte[] key, int with) {
    byte[] padded = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      padded[i] = (byte) (key[i] ^ with);
    }
    return padded;
  }

  private static byte[] sha256(byte[] first, byte[] second) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(first);
      return digest.digest(second);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
