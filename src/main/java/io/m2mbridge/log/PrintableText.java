package io.m2mbridge.log;

import java.util.Locale;

/**
 * Text of others for a terminal or a log: characters that move the cursor, change colours, reverse
 * the direction or hide text are written as {@code \}{@code u001B}. An id of M2M's may hold any.
 */
public final class PrintableText {
  private PrintableText() {}

  /**
   * Escapes each character that isn't to be printed; tabs and line breaks stay.
   *
   * @return the same text where it has none
   */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnsafe(text.charAt(i))) {
        return escape(text, i);
      }
    }
    return text;
  }

  /** As {@link #of}, with line breaks escaped too: what comes of it is one line. */
  public static String line(String text) {
    return of(text).replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String escape(String text, int first) {
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        escaped.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isUnsafe(char c) {
    // Most characters of a log are of this range.
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
