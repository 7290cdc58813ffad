package io.m2mbridge.outbound;

import java.util.HexFormat;

/**
 * Encodes text for an HTTP header as visible ASCII (RFC 9110, section 5.5). Clients and servers
 * replace any other character, so that two texts could become equal.
 */
public final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /**
   * Percent-encodes, as UTF-8, each character outside visible ASCII (0x21 to 0x7E), and {@code %}.
   * No two texts have the same encoding, and decoding returns the text. An unpaired surrogate,
   * which no stored event has, is encoded as three bytes that no other character has.
   */
  public static String encode(String text) {
    return encode(text, '!');
  }

  /**
   * Encodes a text unless a header may hold it unchanged. That is the case for visible ASCII,
   * including {@code %}, and for blanks and tabs inside it. At its ends, a receiver drops blanks
   * and tabs (RFC 9110, section 5.5).
   */
  static String encodeUnlessLegal(String text) {
    int from = 0;
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
    }
    int to = text.length();
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    boolean isLegal =
        to - from == text.length()
            && text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
    return isLegal
        ? text
        : encode(text.substring(0, from), '!')
            + encode(text.substring(from, to), ' ')
            + encode(text.substring(to), '!');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static String encode(String text, char first) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if ((c >= first && c <= '~' && c != '%') || (c == '\t' && first == ' ')) {
        encoded.append((char) c);
      } else {
        append(encoded, c);
      }
      i += Character.charCount(c);
    }
    return encoded.toString();
  }

  /** Encodes by hand, because Java's encoder replaces a lone surrogate by a question mark. */
  private static void append(StringBuilder encoded, int c) {
    if (c < 0x80) {
      append(encoded, 0, c);
    } else if (c < 0x800) {
      append(encoded, 0xC0, c >> 6);
      append(encoded, 0x80, c & 0x3F);
    } else if (c < 0x10000) {
      append(encoded, 0xE0, c >> 12);
      append(encoded, 0x80, (c >> 6) & 0x3F);
      append(encoded, 0x80, c & 0x3F);
    } else {
      append(encoded, 0xF0, c >> 18);
      append(encoded, 0x80, (c >> 12) & 0x3F);
      append(encoded, 0x80, (c >> 6) & 0x3F);
      append(encoded, 0x80, c & 0x3F);
    }
  }

  private static void append(StringBuilder encoded, int marker, int bits) {
    encoded.append('%').append(HEX.toHexDigits((byte) (marker | bits)));
  }
}
