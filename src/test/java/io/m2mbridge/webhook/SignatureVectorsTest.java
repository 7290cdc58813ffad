package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** HMAC-SHA256 as others published it. */
class SignatureVectorsTest {
  private static final int BITS = 256;
  private static final HexFormat HEX = HexFormat.of();

  private static String tag(String key, String message) {
    return HEX.formatHex(
        Signature.hmac(new SecretKeySpec(HEX.parseHex(key), "HmacSHA256"), bytes(message)));
  }

  private static byte[] bytes(String hex) {
    return hex == null ? new byte[0] : HEX.parseHex(hex);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/hmac/rfc4231.csv")
  void agreesWithRfc4231(String key, String message, String tag) {
    assertEquals(tag, tag(key, message));
  }

  /** Of the short tags, which only begin as ours, none may pass for a signature. */
  @ParameterizedTest
  @CsvFileSource(resources = "/hmac/wycheproof-hmac-sha256.csv", maxCharsPerColumn = 10_000)
  void agreesWithWycheproof(
      int id, int bits, String key, String message, String tag, String result) {
    String ours = tag(key, message).substring(0, bits / 4);
    if (result.equals("valid")) {
      assertEquals(tag, ours);
    } else {
      assertNotEquals(tag, ours);
    }
    if (bits < BITS || !result.equals("valid")) {
      Signature signature = Signature.withKey(HEX.parseHex(key));
      assertFalse(signature.matches("1", "sha256=" + tag, bytes(message)));
    }
  }

  /** The same tags, modified as Wycheproof modifies them, for what M2M really signs. */
  @ParameterizedTest
  @CsvFileSource(resources = "/hmac/wycheproof-hmac-sha256.csv", maxCharsPerColumn = 10_000)
  void refusesTagsModifiedInTheSameWay(
      int id, int bits, String key, String message, String tag, String result) {
    byte[] difference = bytes(tag);
    byte[] right = bytes(tag(key, message));
    Signature signature = Signature.withKey(HEX.parseHex(key));
    byte[] body = "{}".getBytes(UTF_8);
    byte[] signed = HEX.parseHex(signature.sign("1", body), 7, 71);
    byte[] other = java.util.Arrays.copyOf(signed, difference.length);
    for (int i = 0; i < other.length; i++) {
      other[i] ^= (byte) (difference[i] ^ right[i]);
    }
    assertEquals(
        bits == BITS && result.equals("valid"),
        signature.matches("1", "sha256=" + HEX.formatHex(other), body));
  }
}
