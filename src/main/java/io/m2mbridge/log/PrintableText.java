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
    return text.codePoints().anyMatch(PrintableText::isUnsafe) ? escape(text) : text;
  }

  /** As {@link #of}, with line breaks escaped too: what comes of it is one line. */
  public static String line(String text) {
    return of(text).replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                for (char half : Character.toChars(c)) {
                  escaped.append(String.format(Locale.ROOT, "\\u%04X", (int) half));
                }
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean isUnsafe(int c) {
    // Most characters of a log are of this range.
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
