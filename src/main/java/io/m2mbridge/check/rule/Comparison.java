package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comparison in a condition of the simple language.
 *
 * @param left the first operand
 * @param operator such as {@code ==}
 * @param right the second operand
 */
record Comparison(String left, String operator, String right) {
  private static final Pattern OPERAND =
      Pattern.compile("\\$\\{(?:[^{}]|\\$\\{[^{}]*})*}|'[^']*'|\"[^\"]*\"|[^\\s'\"]+");

  private static final Pattern OPERATOR =
      Pattern.compile(
          "==|=~|!=~|!=|>=|<=|>|<|!?contains|!?in|!?range|!?regex|!?is|!?startsWith|!?endsWith");

  /** Returns the comparisons of a condition: lists of those that all must be true. */
  static List<List<Comparison>> alternatives(String condition) {
    List<List<Comparison>> alternatives = new ArrayList<>();
    List<Comparison> all = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Matcher operand = OPERAND.matcher(condition);
    while (operand.find()) {
      String word = operand.group();
      if (word.equals("&&") || word.equals("||")) {
        add(words, all);
        if (word.equals("||")) {
          alternatives.add(all);
          all = new ArrayList<>();
        }
      } else {
        words.add(word);
      }
    }
    add(words, all);
    alternatives.add(all);
    return alternatives;
  }

  private static void add(List<String> words, List<Comparison> all) {
    if (words.size() == 3 && OPERATOR.matcher(words.get(1)).matches()) {
      all.add(new Comparison(words.get(0), words.get(1), words.get(2)));
    }
    words.clear();
  }

  /** Two operands of a condition that no operator joins, with a blank; empty if there are none. */
  static Optional<String> withoutOperator(String condition) {
    List<String> words = new ArrayList<>();
    Matcher operand = OPERAND.matcher(condition + " &&");
    while (operand.find()) {
      String word = operand.group();
      if (!word.equals("&&") && !word.equals("||")) {
        words.add(word);
        continue;
      }
      if (words.size() == 2 && words.get(0).startsWith("${") && isLiteral(words.get(1))) {
        return Optional.of(String.join(" ", words));
      }
      words.clear();
    }
    return Optional.empty();
  }

  /** Whether the second operand is a literal: in quotes, a number, true or false. */
  boolean hasLiteral() {
    return isLiteral(right);
  }

  boolean hasLiterals() {
    return isQuoted(left) && isLiteral(right);
  }

  private static boolean isLiteral(String operand) {
    return isQuoted(operand) || operand.matches("-?\\d+(\\.\\d+)?|true|false");
  }

  static boolean isQuoted(String operand) {
    return operand.length() > 1
        && (operand.charAt(0) == '\'' || operand.charAt(0) == '"')
        && operand.charAt(operand.length() - 1) == operand.charAt(0);
  }

  /** The second operand without quotes. */
  String literal() {
    return isQuoted(right) ? right.substring(1, right.length() - 1) : right;
  }

  @Override
  public String toString() {
    return left + " " + operator + " " + right;
  }
}
