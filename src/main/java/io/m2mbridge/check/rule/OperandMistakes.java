package io.m2mbridge.check.rule;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes at the operators and operands of a condition. */
final class OperandMistakes {
  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("and", "&&"),
          Map.entry("or", "||"),
          Map.entry("&", "&&"),
          Map.entry("|", "||"),
          Map.entry("=", "=="),
          Map.entry("===", "=="),
          Map.entry("!==", "!="),
          Map.entry("<>", "!="),
          Map.entry("=>", ">="),
          Map.entry("=<", "<="),
          Map.entry("eq", "=="),
          Map.entry("equals", "=="),
          Map.entry("ne", "!="),
          Map.entry("gt", ">"),
          Map.entry("ge", ">="),
          Map.entry("lt", "<"),
          Map.entry("le", "<="),
          Map.entry("like", "regex"),
          Map.entry("matches", "regex"));

  private static final Pattern WORD = Pattern.compile("\\S+");

  private OperandMistakes() {}

  static Optional<SyntaxMistake> operator(String text, int index) {
    String word = word(text, index);
    String right = OPERATORS.get(word.toLowerCase(Locale.ROOT));
    if (right != null) {
      return Optional.of(
          new SyntaxMistake(
              index, "the simple language has no operator " + word, "write " + right));
    }
    return word.matches("(?:[=!<>]=?|&&|\\|\\|).+|[=!<>]=?|&&|\\|\\|")
            && !word.equals("==")
            && isJoined(text, index)
        ? Optional.of(
            new SyntaxMistake(
                index,
                "an operator needs a blank on both sides",
                "put blanks around " + word.replaceAll("^([=!<>&|]+).*", "$1")))
        : Optional.empty();
  }

  private static boolean isJoined(String text, int index) {
    int end = index;
    while (end < text.length() && "=!<>&|".indexOf(text.charAt(end)) != -1) {
      end++;
    }
    boolean before = index > 0 && text.charAt(index - 1) != ' ';
    boolean after = end < text.length() && text.charAt(end) != ' ';
    return before || after;
  }

  static Optional<SyntaxMistake> quotes(String text, int index, String message) {
    if (message.contains("Quote but was eol") || message.contains("has no ending quote")) {
      String quote = message.toLowerCase(Locale.ROOT).contains("double") ? "\"" : "'";
      return Optional.of(
          new SyntaxMistake(
              Math.max(0, text.lastIndexOf(quote)),
              "a quote isn't closed",
              "close it with " + quote));
    }
    if (!message.startsWith("Binary operator") && !message.contains("whiteSpace")) {
      return Optional.empty();
    }
    int start = wordStart(text, index);
    String word = word(text, start);
    if (word.equals("null")) {
      boolean isNot = text.substring(0, start).matches("(?s).*(!is|not is|!=)\\s+");
      return Optional.of(
          new SyntaxMistake(
              start,
              "the operator before null takes a type",
              "write " + (isNot ? "!=" : "==") + " null"));
    }
    return Optional.of(
        new SyntaxMistake(
            start,
            word.matches(".+['\"]")
                ? "the first quote of " + word + " is missing"
                : word + " is not in quotes",
            "write '" + word.replaceAll("['\"]", "") + "'"));
  }

  static String word(String text, int index) {
    Matcher word = WORD.matcher(text);
    return word.find(index) ? word.group() : "";
  }

  static int wordStart(String text, int index) {
    int start = index;
    while (start > 0 && text.charAt(start - 1) != ' ') {
      start--;
    }
    return start;
  }
}
