package io.m2mbridge.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {
  @Test
  void keepsAllOfUnicodeApart() {
    Set<String> seen = new HashSet<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = c < 0x10000 ? String.valueOf((char) c) : Character.toString(c);
      String encoded = PercentEncoding.encode(text);
      assertTrue(encoded.chars().allMatch(each -> each >= '!' && each <= '~'), encoded);
      assertTrue(seen.add(encoded), encoded);
      boolean isVisible = c >= '!' && c <= '~' && c != '%';
      assertEquals(isVisible, encoded.equals(text));
      if (!text.equals("+") && (c < 0xD800 || c > 0xDFFF)) {
        assertEquals(text, URLDecoder.decode(encoded, StandardCharsets.UTF_8));
      }
    }
  }

  /** Whatever stands next to one another: the text comes back. */
  @Test
  void comesBackWhenDecoded() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String some = "aZ9:%_ \t\r\n\u00e9\u0141\u6f22\ud83d\ude00%25%C3";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        int at = random.nextInt(some.codePointCount(0, some.length()));
        text.appendCodePoint(some.codePointAt(some.offsetByCodePoints(0, at)));
      }
      String encoded = PercentEncoding.encode(text.toString());
      assertEquals(
          text.toString(), URLDecoder.decode(encoded, StandardCharsets.UTF_8), "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "operation.created:op_\u0141\u00f3d\u017a, operation.created:op_%C5%81%C3%B3d%C5%BA",
    "operation.created:op_%C5%81, operation.created:op_%25C5%2581",
    "'a b', a%20b",
    "\ud83d\ude00, %F0%9F%98%80"
  })
  void writesUtf8(String text, String encoded) {
    assertEquals(encoded, PercentEncoding.encode(text));
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer x%y z, Bearer x%y z",
    "100%, 100%",
    "100% \u0141, 100%25 %C5%81",
    "'op 1 ', op 1%20",
    "' \t%', %20%09%25"
  })
  void leavesLegalTextAlone(String text, String encoded) {
    assertEquals(encoded, PercentEncoding.encodeUnlessLegal(text));
  }
}
