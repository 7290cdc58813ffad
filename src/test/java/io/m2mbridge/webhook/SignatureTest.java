package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The valid case, and one deviation from it in each test. The vectors are OpenSSL's. */
class SignatureTest extends SignedWebhook {
  @Test
  void acceptsWhatTheSecretSigned() {
    assertTrue(signature.matches(TIMESTAMP, VALID, BODY));
  }

  @Test
  void signsAsOpenSslDoes() {
    assertEquals(VALID, signature.sign(TIMESTAMP, BODY));
  }

  @Test
  void signsAnEmptyBody() {
    String expected = "sha256=2d0faf8c20c5d5187d4d05cef2065f0ad653f98c2c5fa695a3be5ab85e592b13";
    assertEquals(expected, signature.sign(TIMESTAMP, new byte[0]));
    assertTrue(signature.matches(TIMESTAMP, expected, new byte[0]));
  }

  @Test
  void signsTheBytesOfTextBeyondAscii() {
    String expected = "sha256=acb0bb4a9516d7b40993092a6e5ce295036de84a53b851e8819ec6b8d1f97ce7";
    byte[] body = utf8("{\"name\":\"José 💸\"}");
    assertEquals(expected, signature.sign(TIMESTAMP, body));
    assertTrue(signature.matches(TIMESTAMP, expected, body));
  }

  @Test
  void refusesTheSameTextInAnotherEncoding() {
    String signed = signature.sign(TIMESTAMP, utf8("{\"name\":\"José\"}"));
    assertFalse(signature.matches(TIMESTAMP, signed, "{\"name\":\"José\"}".getBytes(ISO_8859_1)));
  }

  @Test
  void signsBytesThatAreNoText() {
    assertEquals(
        "sha256=67886b8ff2e96ade70615a7959022e2c6a94c07e81c6327f07238d7f4c2c319a",
        signature.sign(TIMESTAMP, new byte[] {0, (byte) 0xff, (byte) 0xfe, '\n'}));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "sha256=",
        "sha256",
        HEX,
        "=" + HEX,
        "sha256:" + HEX,
        "SHA256=" + HEX,
        "Sha256=" + HEX,
        "sha1=" + HEX,
        "sha512=" + HEX,
        "v1=" + HEX,
        "sha256 =" + HEX,
        "sha256= " + HEX,
        " " + VALID,
        VALID + " ",
        VALID + "\n",
        VALID + "0",
        VALID + "," + VALID,
        VALID + "\u0000",
        "sha256=469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84",
        "sha256=469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c8",
        "sha256=469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84g",
        "sha256=469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c8-e",
        "sha256=469a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84f",
        "sha256=569a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84e",
        "sha256=٤69a2265e0c1be9396890945bb2c74037f67b5686c9cc90b242a62730bb9c84e",
        "sha256=0000000000000000000000000000000000000000000000000000000000000000",
        "sha256=Rpoi ZeDBvpOWiQlFuyx0A39ntWhsnMkLJCpicwu5yE4=",
      })
  void refusesAnyOtherSignature(String other) {
    assertFalse(signature.matches(TIMESTAMP, other, BODY));
  }

  @Test
  void acceptsUpperCaseHex() {
    assertTrue(signature.matches(TIMESTAMP, "sha256=" + HEX.toUpperCase(Locale.ROOT), BODY));
  }

  @Test
  void acceptsMixedCaseHex() {
    assertTrue(
        signature.matches(
            TIMESTAMP,
            "sha256=" + HEX.substring(0, 32) + HEX.substring(32).toUpperCase(Locale.ROOT),
            BODY));
  }

  /** Each is signed for exactly that text, so that only its shape can be what is refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-1769437800",
        "+1769437800",
        " 1769437800",
        "1769437800 ",
        "1769437800\n",
        "17694 37800",
        "1769437800.0",
        "1769437800,1769437800",
        "1e9",
        "0x69777a28",
        "now",
        "NaN",
        "2026-01-26T14:30:00Z",
        "17694378000001",
        "17694378000000000000",
        "99999999999999999999",
        "١٧٦٩٤٣٧٨٠٠",
        "１７６９４３７８００",
        "1769437800\u0000",
      })
  void refusesAnyTimestampButOneToThirteenDigits(String timestamp) {
    String signed = signature.sign(timestamp, BODY);
    assertFalse(signature.matches(timestamp, signed, BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "000", "1769437800", "999999999999", "1769437800123"})
  void acceptsOneToThirteenDigits(String timestamp) {
    assertTrue(signature.matches(timestamp, signature.sign(timestamp, BODY), BODY));
  }

  @Test
  void refusesAMissingTimestamp() {
    assertFalse(signature.matches(null, VALID, BODY));
  }

  @Test
  void refusesAnotherTimestamp() {
    assertFalse(signature.matches("1769437801", VALID, BODY));
  }

  /** The same instant, but other bytes were signed. */
  @Test
  void refusesATimestampWithAZeroBeforeIt() {
    assertFalse(signature.matches("0" + TIMESTAMP, VALID, BODY));
  }

  @Test
  void refusesADigitMovedFromTimestampToBody() {
    String signed = signature.sign("17694378", utf8("00.{}"));
    assertFalse(signature.matches("1769437800", signed, utf8("{}")));
  }

  @Test
  void refusesATagWithOneBitChanged() {
    byte[] tag = HexFormat.of().parseHex(HEX);
    for (int bit = 0; bit < tag.length * 8; bit++) {
      byte[] other = tag.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(signature.matches(TIMESTAMP, "sha256=" + HexFormat.of().formatHex(other), BODY));
    }
  }

  @Test
  void refusesATagOfAnyOtherLength() {
    for (int length = 0; length <= 130; length++) {
      if (length != HEX.length()) {
        String other = "sha256=" + (HEX + HEX + HEX).substring(0, length);
        assertFalse(signature.matches(TIMESTAMP, other, BODY), other);
      }
    }
  }

  @Test
  void refusesATagInBase64() {
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX));
    assertFalse(signature.matches(TIMESTAMP, "sha256=" + base64, BODY));
    assertFalse(signature.matches(TIMESTAMP, base64, BODY));
  }

  /** A digit's low byte is that of a hex digit, as a careless cast would have it. */
  @ParameterizedTest
  @ValueSource(chars = {'\u0134', '\uFF14', '\u0664', '\uD834'})
  void refusesDigitsBeyondAscii(char four) {
    assertFalse(signature.matches(TIMESTAMP, "sha256=" + four + HEX.substring(1), BODY));
  }

  @Test
  void refusesTheSameInstantInMilliseconds() {
    assertFalse(signature.matches(TIMESTAMP + "000", VALID, BODY));
    String ofMillis = signature.sign(TIMESTAMP + "000", BODY);
    assertFalse(signature.matches(TIMESTAMP, ofMillis, BODY));
  }

  @Test
  void refusesABodyWithBytesBeforeOrAfterIt() {
    String body = new String(BODY, UTF_8);
    for (String other :
        List.of(
            body + "\n", body + "\r\n", "\n" + body, " " + body, "\uFEFF" + body, body + "\0")) {
      assertFalse(signature.matches(TIMESTAMP, VALID, utf8(other)));
    }
  }

  @Test
  void refusesATagOfTheBodyAlone() {
    assertFalse(signature.matches(TIMESTAMP, "sha256=" + TestHmac.hex(utf8(SECRET), BODY), BODY));
  }

  @Test
  void refusesABodyWithOneBitChanged() {
    for (int bit = 0; bit < BODY.length * 8; bit++) {
      byte[] other = BODY.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(signature.matches(TIMESTAMP, VALID, other));
    }
  }

  @Test
  void refusesAnotherFormattingOfTheSameJson() {
    assertFalse(signature.matches(TIMESTAMP, VALID, utf8("{ \"event\":\"link.created\"}")));
    assertFalse(signature.matches(TIMESTAMP, VALID, utf8("{\"event\":\"link.created\"}\n")));
  }

  @Test
  void refusesAnEmptyBodyInItsPlace() {
    assertFalse(signature.matches(TIMESTAMP, VALID, new byte[0]));
  }

  @Test
  void agreesWithAnHmacOfItsOwnOnRandomBodies() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] body = new byte[random.nextInt(300)];
      random.nextBytes(body);
      String timestamp = Long.toString(random.nextLong(10_000_000_000_000L));
      byte[] signed = new byte[timestamp.length() + 1 + body.length];
      System.arraycopy(utf8(timestamp + "."), 0, signed, 0, timestamp.length() + 1);
      System.arraycopy(body, 0, signed, timestamp.length() + 1, body.length);
      String claimed = "sha256=" + TestHmac.hex(utf8(SECRET), signed);
      assertEquals(claimed, signature.sign(timestamp, body));
      assertTrue(signature.matches(timestamp, claimed, body));
    }
  }

  @Test
  void readsTenDigitsAsSeconds() {
    assertEquals(Instant.parse("2026-01-26T14:30:00Z"), Signature.signedAt("1769437800"));
  }

  @Test
  void readsThirteenDigitsAsMilliseconds() {
    assertEquals(Instant.parse("2026-01-26T14:30:00.123Z"), Signature.signedAt("1769437800123"));
    assertEquals(Instant.ofEpochMilli(1), Signature.signedAt("0000000000001"));
  }

  @Test
  void readsTwelveDigitsAsSeconds() {
    assertEquals(Instant.ofEpochSecond(999_999_999_999L), Signature.signedAt("999999999999"));
    assertEquals(Instant.EPOCH, Signature.signedAt("0"));
  }
}
