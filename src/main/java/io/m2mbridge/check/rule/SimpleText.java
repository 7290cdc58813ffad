package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;

/** Reads the functions, such as {@code ${variable.event}}, in a text of the language simple. */
final class SimpleText {
  private static final String BEGIN = "${";
  private static final String LONG_BEGIN = "$simple{";

  private SimpleText() {}

  /**
   * A function in a text.
   *
   * @param at where its {@code $} is
   * @param content what is between the braces
   */
  record Function(int at, String content) {}

  /** The functions in a text, the outer ones only. One that isn't closed is left out. */
  static List<Function> functions(String text) {
    List<Function> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int length =
          text.startsWith(BEGIN, at)
              ? BEGIN.length()
              : text.startsWith(LONG_BEGIN, at) ? LONG_BEGIN.length() : 0;
      int end = length == 0 ? -1 : end(text, at + length);
      if (end == -1) {
        at++;
      } else {
        found.add(new Function(at, text.substring(at + length, end)));
        at = end + 1;
      }
    }
    return found;
  }

  private static int end(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return -1;
  }
}
