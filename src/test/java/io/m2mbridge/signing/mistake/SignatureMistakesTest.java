package io.m2mbridge.signing.mistake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.signing.mistake.SignatureMistakes.Finding;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureMistakesTest {
  private static final String NOW = "1795328018";
  private static final String SECRET = "whsec_bm90IGEgcmVhbCBrZXk=";
  private static final String TAIL = "bm90IGEgcmVhbCBrZXk=";
  private static final String BODY =
      "{\"b\": {\"url\": \"a/<é>\", \"n\": 100.00}, \"a\": [1, 2.50]}\n";
  private static final String COMPACT = "{\"b\":{\"url\":\"a/<é>\",\"n\":100.00},\"a\":[1,2.50]}";

  /** A signature made with one mistake, and what the verifier has. */
  private record Case(String secret, String timestamp, byte[] body, String header) {}

  @ParameterizedTest
  @EnumSource
  void names(SignatureMistake mistake) {
    Case wrong = make(mistake);
    Finding found =
        new SignatureMistakes(List.of(wrong.secret, "whsec_other"), wrong.timestamp, wrong.body)
            .in(wrong.header);
    assertFalse(found.isValid());
    assertEquals(List.of(mistake), found.mistakes());
  }

  private static Case make(SignatureMistake mistake) {
    return switch (mistake) {
      case HEADER_WHITE_SPACE -> header("sha256=" + right() + " ");
      case HEADER_WITHOUT_PREFIX -> header(right());
      case HEADER_OTHER_PREFIX -> header("v1=" + right());
      case HEADER_BASE64 ->
          header("sha256=" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(right())));
      case HEADER_NOT_64_DIGITS -> header("sha256=" + right().substring(1));
      case HEADER_NOT_HEX -> header("sha256=" + "g".repeat(63));
      case TIMESTAMP_NOT_DIGITS ->
          new Case(SECRET, "now", utf8(BODY), "sha256=" + hmac(SECRET, "now." + BODY));
      case TIMESTAMP_NOT_SIGNED -> text(BODY);
      case NO_SEPARATOR -> text(NOW + BODY);
      case COLON_SEPARATOR -> text(NOW + ":" + BODY);
      case NEWLINE_SEPARATOR -> text(NOW + "\n" + BODY);
      case OTHER_SEPARATOR -> text(NOW + "|" + BODY);
      case BODY_FIRST -> text(BODY + "." + NOW);
      case MILLISECONDS_SIGNED -> text(NOW + "345." + BODY);
      case SECONDS_SIGNED ->
          new Case(SECRET, NOW + "345", utf8(BODY), "sha256=" + hmac(SECRET, NOW + "." + BODY));
      case ENVELOPE_TIMESTAMP -> {
        String body = "{\"timestamp\":\"2026-11-22T06:13:38.837Z\"}";
        yield of(body, hmac(SECRET, "2026-11-22T06:13:38.837Z." + body));
      }
      case EMPTY_BODY -> body("");
      case OBJECT_AS_TEXT -> body("[object Object]");
      case BYTES_AS_TEXT ->
          body("b'{\"b\": {\"url\": \"a/<\\xc3\\xa9>\", \"n\": 100.00}, \"a\": [1, 2.50]}\\n'");
      case BASE64_BODY -> body(Base64.getEncoder().encodeToString(utf8(BODY)));
      case DOUBLE_ENCODED -> body("\"" + BODY.replace("\"", "\\\"").replace("\n", "\\n") + "\"");
      case NEWLINE_ADDED -> of(COMPACT, hmac(SECRET, NOW + "." + COMPACT + "\n"));
      case NEWLINE_REMOVED -> body(BODY.stripTrailing());
      case LINE_ENDS_LF -> of("{\r\n}\r\n", hmac(SECRET, NOW + ".{\n}\n"));
      case LINE_ENDS_CRLF -> body(BODY.replace("\n", "\r\n"));
      case BOM_ADDED -> body("\uFEFF" + BODY);
      case BOM_REMOVED -> of("\uFEFF" + BODY, right());
      case DECODED_AS_LATIN_1 -> body(BODY.replace("é", "Ã©"));
      case ENCODED_AS_LATIN_1 -> tag(hmac(utf8(SECRET), (NOW + "." + BODY).getBytes(ISO_8859_1)));
      case UTF_16 ->
          tag(hmac(utf8(SECRET), SignedTextVariants.join(NOW + ".", BODY.getBytes(UTF_16LE), "")));
      case COMPACT_JSON -> of(BODY.stripTrailing(), hmac(SECRET, NOW + "." + COMPACT));
      case SPACED_JSON -> of(COMPACT, hmac(SECRET, NOW + "." + BODY.stripTrailing()));
      case INDENTED_BY_2 -> of("{\"a\":[1]}", hmac(SECRET, NOW + ".{\n  \"a\": [\n    1\n  ]\n}"));
      case INDENTED_BY_4 ->
          of("{\"a\":{},\"b\":1}", hmac(SECRET, NOW + ".{\n    \"a\": {},\n    \"b\": 1\n}"));
      case SORTED_KEYS ->
          of(
              COMPACT,
              hmac(SECRET, NOW + ".{\"a\":[1,2.50],\"b\":{\"n\":100.00,\"url\":\"a/<é>\"}}"));
      case UNESCAPED_TEXT ->
          of(
              COMPACT.replace("/", "\\/").replace("é", "\\u00e9"),
              hmac(SECRET, NOW + "." + COMPACT));
      case ESCAPED_NON_ASCII -> compact(COMPACT.replace("é", "\\u00e9"));
      case ESCAPED_SLASHES -> compact(COMPACT.replace("/", "\\/"));
      case ESCAPED_HTML -> compact(COMPACT.replace("<", "\\u003c").replace(">", "\\u003e"));
      case SHORTENED_NUMBERS -> compact(COMPACT.replace("100.00", "100").replace("2.50", "2.5"));
      case FLOAT_NUMBERS -> compact(COMPACT.replace("100.00", "100.0").replace("2.50", "2.5"));
      case QUOTED_SECRET -> secret(utf8("\"" + SECRET + "\""));
      case UNQUOTED_SECRET -> new Case("'" + SECRET + "'", NOW, utf8(BODY), "sha256=" + right());
      case WHITE_SPACE_IN_SECRET -> secret(utf8(SECRET + "\n"));
      case SECRET_WITHOUT_PREFIX -> secret(utf8(TAIL));
      case SECRET_WITH_PREFIX -> new Case(TAIL, NOW, utf8(BODY), "sha256=" + right());
      case BASE64_SECRET -> secret(utf8("not a real key"));
      case HEX_SECRET ->
          new Case(
              "whsec_00ff",
              NOW,
              utf8(BODY),
              "sha256=" + hmac(new byte[] {0, (byte) 0xff}, utf8(NOW + "." + BODY)));
      case EMPTY_SECRET -> secret(new byte[1]);
      case SECRET_LIST -> secret(utf8(SECRET + ",whsec_other"));
      case SHA_1 -> tag(hmac("HmacSHA1", utf8(SECRET), utf8(NOW + "." + BODY)));
      case SHA_512 -> tag(hmac("HmacSHA512", utf8(SECRET), utf8(NOW + "." + BODY)));
      case NO_KEY -> tag(sha256(NOW + "." + BODY));
      case JOINED_KEY -> tag(sha256(SECRET + NOW + "." + BODY));
      case SWAPPED_KEY -> tag(hmac(utf8(NOW + "." + BODY), utf8(SECRET)));
    };
  }

  @Test
  void findsNothingWrongWithTheRightOne() {
    Finding found = find(List.of("whsec_other", SECRET), tag(right()));
    assertTrue(found.isValid());
    assertEquals(2, found.secret());
  }

  @Test
  void saysWhichSecretSignedAWrongText() {
    Finding found = find(List.of("whsec_other", SECRET), text(BODY));
    assertTrue(found.isExplained());
    assertEquals(2, found.secret());
  }

  @Test
  void namesOneMistakeWithTheSecretAndOneWithTheText() {
    Case wrong = tag(hmac(TAIL, BODY));
    assertEquals(
        List.of(SignatureMistake.SECRET_WITHOUT_PREFIX, SignatureMistake.TIMESTAMP_NOT_SIGNED),
        find(List.of(SECRET), wrong).mistakes());
  }

  @Test
  void namesWhatAProgramDidWhenItWroteTheJsonAnew() {
    String javaScript = COMPACT.replace("100.00", "100").replace("2.50", "2.5");
    assertEquals(
        List.of(
            SignatureMistake.COMPACT_JSON,
            SignatureMistake.SHORTENED_NUMBERS,
            SignatureMistake.NEWLINE_REMOVED),
        find(List.of(SECRET), body(javaScript)).mistakes());
  }

  @Test
  void namesTheHeaderBesidesTheRest() {
    String tag = hmac("HmacSHA1", utf8(SECRET), utf8(BODY));
    assertEquals(
        List.of(
            SignatureMistake.HEADER_OTHER_PREFIX,
            SignatureMistake.SHA_1,
            SignatureMistake.TIMESTAMP_NOT_SIGNED),
        find(List.of(SECRET), header("sha1=" + tag)).mistakes());
  }

  @Test
  void explainsNoSignatureOfAnotherSecret() {
    Finding found = find(List.of(SECRET), tag(hmac("whsec_unknown", NOW + "." + BODY)));
    assertEquals(new Finding(false, false, List.of(), 0), found);
  }

  @Test
  void saysWhatIsWrongWithAHeaderThatNothingExplains() {
    Finding found = find(List.of(SECRET), header("0".repeat(40)));
    assertFalse(found.isExplained());
    assertEquals(
        List.of(SignatureMistake.HEADER_WITHOUT_PREFIX, SignatureMistake.HEADER_NOT_64_DIGITS),
        found.mistakes());
  }

  @Test
  void takesAnyBytesForABody() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    for (byte[] body :
        List.of(
            new byte[0],
            bytes,
            utf8(" "),
            utf8("[[[]"),
            utf8("1e999999999"),
            utf8("1e99999999999"),
            utf8("[".repeat(5_000)))) {
      Case wrong = new Case(SECRET, NOW, body, "sha256=" + "0".repeat(64));
      assertFalse(find(List.of(SECRET), wrong).isExplained());
    }
  }

  private static Finding find(List<String> secrets, Case wrong) {
    return new SignatureMistakes(secrets, wrong.timestamp, wrong.body).in(wrong.header);
  }

  private static String right() {
    return hmac(SECRET, NOW + "." + BODY);
  }

  private static Case header(String header) {
    return new Case(SECRET, NOW, utf8(BODY), header);
  }

  private static Case tag(String tag) {
    return header("sha256=" + tag);
  }

  /** The whole signed text is another. */
  private static Case text(String text) {
    return tag(hmac(SECRET, text));
  }

  /** The body in the signed text is another. */
  private static Case body(String body) {
    return text(NOW + "." + body);
  }

  private static Case of(String inHand, String tag) {
    return new Case(SECRET, NOW, utf8(inHand), "sha256=" + tag);
  }

  /** The body in hand has no spaces, and another was signed. */
  private static Case compact(String signed) {
    return of(COMPACT, hmac(SECRET, NOW + "." + signed));
  }

  private static Case secret(byte[] key) {
    return tag(hmac(key, utf8(NOW + "." + BODY)));
  }

  private static String hmac(String key, String text) {
    return hmac(utf8(key), utf8(text));
  }

  private static String hmac(byte[] key, byte[] text) {
    return hmac("HmacSHA256", key, text);
  }

  private static String hmac(String algorithm, byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
