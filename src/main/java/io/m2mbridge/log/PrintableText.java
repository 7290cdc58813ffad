package io.m2mbridge.log;

import java.util.Locale;

/**
 * Makes text from outside safe for a terminal or a log. Characters that move the cursor, change
 * colours, reverse the direction or hide text are written as {@code \}{@code u001B}. An id of M2M's
 * may contain any character.
 */
public final class PrintableText {
  private PrintableText() {}

  /**
   * Escapes each unsafe character. Tabs and line breaks stay.
   *
   * @return the text itself if it has no unsafe character
   */
  public static String of(String text) {
    return isPlain(text) ? text : escaped(text);
  }

  /** Most lines have visible ASCII only, and are found fast. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text) {
    return text.codePoints().anyMatch(PrintableText::isUnsafe) ? escape(text) : text;
  }

  /** Like {@link #of}, but also escapes line breaks, so that the result is one line. */
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
