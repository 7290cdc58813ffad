package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.SimpleCompiler.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text of the simple language, in words for its author.
 *
 * @param index where in the text, from 0
 * @param problem what is wrong
 * @param advice what to write instead
 */
record SyntaxMistake(int index, String problem, String advice) {
  /** The functions that take what stands behind a dot or in brackets. */
  private static final String FUNCTIONS = "variable|variables|header|headers|body|exchangeProperty";

  private static final Pattern NO_DOLLAR =
      Pattern.compile("(?<![${\\w])\\{((?:" + FUNCTIONS + ")(?:[.\\[][^{}]*)?)}");

  private static final Pattern NO_BRACES =
      Pattern.compile("\\$((?:" + FUNCTIONS + ")[.\\[][\\w.\\[\\]?]*)");

  private static final Pattern CONDITION_WITHIN =
      Pattern.compile(
          "\\$\\{((?:variable|header|exchangeProperty)s?[.\\[:][^{}\\s]*)\\s+"
              + "([=!<>]=?|contains|in|regex)\\s[^{}]*}");

  private static final Pattern ROUND =
      Pattern.compile("\\$\\(((?:" + FUNCTIONS + ")[.\\[][^()\\s]*)\\)");

  private static final Pattern GROUPED_NUMBER =
      Pattern.compile("[=!<>]=?\\s+(\\d{1,3}(?:[,.]\\d{3})*,\\d+|\\d+(?:[.]\\d{3}){2,})(?=\\s|$)");

  private static final Pattern TYPOGRAPHIC = Pattern.compile("[“”„‘’‚]");

  /** The mistake that made Camel refuse a text. */
  static SyntaxMistake of(String text, Refusal refusal) {
    int index = Math.min(refusal.index(), Math.max(0, text.length() - 1));
    return List.<Optional<SyntaxMistake>>of(
            brace(text), dollar(text), typographic(text), grouped(text, index))
        .stream()
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> OperandMistakes.operator(text, index))
        .or(() -> OperandMistakes.operator(text, OperandMistakes.wordStart(text, index)))
        .or(() -> OperandMistakes.quotes(text, index, refusal.message()))
        .or(() -> function(text, index, refusal.message()))
        .orElseGet(
            () ->
                new SyntaxMistake(
                    index,
                    "Camel can't read it at " + fragment(text, index) + ": " + refusal.message(),
                    "write operands in quotes or in ${…}, with a blank on both sides of an"
                        + " operator"));
  }

  /** The mistake in a text that Camel takes, but reads otherwise than it was meant. */
  static Optional<SyntaxMistake> inCompiled(String text, boolean isPredicate) {
    Matcher within = CONDITION_WITHIN.matcher(text);
    if (within.find()) {
      return Optional.of(
          new SyntaxMistake(
              within.start(),
              "the brace is closed behind the whole condition, so that it names a variable",
              "write ${" + within.group(1) + "} " + within.group(2) + " …"));
    }
    Optional<SyntaxMistake> dollar = isPredicate ? Optional.empty() : missingDollar(text);
    if (dollar.isPresent()) {
      return dollar;
    }
    Matcher number = GROUPED_NUMBER.matcher(text);
    if (isPredicate && number.find()) {
      return Optional.of(
          new SyntaxMistake(
              number.start(1),
              "the comma in " + number.group(1) + " makes it another number",
              "write digits, and a dot before decimals"));
    }
    return isPredicate ? missingOperator(text) : Optional.empty();
  }

  /** {@code {variable.event}} and {@code $(variable.event)} are plain text in an expression. */
  private static Optional<SyntaxMistake> missingDollar(String text) {
    Matcher round = ROUND.matcher(text);
    if (round.find()) {
      return Optional.of(
          new SyntaxMistake(
              round.start(),
              round.group() + " is plain text",
              "write ${" + round.group(1) + "}, in curly braces"));
    }
    return dollar(text);
  }

  private static Optional<SyntaxMistake> missingOperator(String text) {
    return Comparison.withoutOperator(text)
        .map(
            operands ->
                new SyntaxMistake(
                    Math.max(0, text.indexOf(operands)),
                    operands + " has no operator",
                    "write == between the two"));
  }

  private static Optional<SyntaxMistake> brace(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("${", i) || text.startsWith("$simple{", i)) {
        open.push(i);
        i = text.indexOf('{', i);
      } else if (text.charAt(i) == '}' && !open.isEmpty()) {
        open.pop();
      }
    }
    if (open.isEmpty()) {
      return Optional.empty();
    }
    int start = open.getLast();
    String name = fragment(text, start);
    return Optional.of(
        new SyntaxMistake(
            start, name + " has no closing brace", "write " + name.replaceAll("['\"]$", "") + "}"));
  }

  private static Optional<SyntaxMistake> dollar(String text) {
    Matcher found = NO_DOLLAR.matcher(text);
    if (found.find()) {
      return Optional.of(
          new SyntaxMistake(
              found.start(),
              "the $ before " + found.group() + " is missing",
              "write $" + found.group()));
    }
    Matcher bare = NO_BRACES.matcher(text);
    return bare.find()
        ? Optional.of(
            new SyntaxMistake(
                bare.start(),
                "the braces of " + bare.group() + " are missing",
                "write ${" + bare.group(1) + "}"))
        : Optional.empty();
  }

  private static Optional<SyntaxMistake> typographic(String text) {
    Matcher found = TYPOGRAPHIC.matcher(text);
    return found.find()
        ? Optional.of(
            new SyntaxMistake(
                found.start(),
                "the quote " + found.group() + " is typographic",
                "write the plain quote ' on both sides"))
        : Optional.empty();
  }

  private static Optional<SyntaxMistake> grouped(String text, int index) {
    if (text.charAt(index) == '(') {
      return Optional.of(
          new SyntaxMistake(
              index,
              "the simple language has no parentheses",
              "put one condition into a filter or a branch of its own, inside the other one"));
    }
    boolean isNot = text.charAt(index) == '!' || text.startsWith("not ", index);
    return isNot && !text.startsWith("!=", index)
        ? Optional.of(
            new SyntaxMistake(
                index,
                "the simple language can't negate a whole condition",
                "write == false behind the value, or an operator such as != or !contains"))
        : Optional.empty();
  }

  private static Optional<SyntaxMistake> function(String text, int index, String message) {
    if (message.startsWith("No language could be found for: ")) {
      String language = message.substring(message.lastIndexOf(' ') + 1);
      return Optional.of(
          new SyntaxMistake(
              index,
              "the language " + language + " is not on the class path",
              "add camel-" + language + " to pom.xml"));
    }
    if (message.startsWith("Valid syntax: ")) {
      return Optional.of(
          new SyntaxMistake(
              index, "a bracket or a parenthesis isn't closed", "close each [ and each ("));
    }
    if (!message.startsWith("Unknown function: ")) {
      return Optional.empty();
    }
    String function = message.substring("Unknown function: ".length());
    String name = function.strip().replaceAll("[.\\[(:?].*", "");
    int at = Math.max(0, text.indexOf("${" + function));
    if (function.startsWith(" ")) {
      return Optional.of(
          new SyntaxMistake(at, "a blank follows ${", "write ${" + function.strip() + "}"));
    }
    return Optional.of(
        new SyntaxMistake(
            at,
            "the simple language has no function " + name,
            SimpleFunctions.advice(name, function)));
  }

  /** The word that begins at an index. */
  private static String fragment(String text, int index) {
    String word = OperandMistakes.word(text, index);
    return word.isEmpty() ? text : word;
  }
}
