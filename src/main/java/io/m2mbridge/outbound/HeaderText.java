package io.m2mbridge.outbound;

import java.util.HexFormat;

/**
 * Text as HTTP can carry it in a header: visible ASCII (RFC 9110, 5.5). Anything else a client or a
 * server replaces, so that two texts could become one.
 */
public final class HeaderText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private HeaderText() {}

  /**
   * Percent-encodes, as UTF-8, everything outside visible ASCII (0x21 to 0x7E), and {@code %}
   * itself: no two texts meet, and decoding gives the text back. An unpaired surrogate, which no
   * stored event has, is encoded by itself, as three bytes that no other text has.
   */
  public static String encode(String text) {
    return encode(text, '!');
  }

  /**
   * As {@link #encode}, but a text of visible ASCII stays as it is, with every {@code %} in it, and
   * with blanks and tabs within it, which are legal there; at its ends a receiver drops them (RFC
   * 9110, 5.5).
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

  /** The bytes by hand: Java's encoder puts a question mark in the place of a lone surrogate. */
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
