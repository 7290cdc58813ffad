package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates a condition in the language simple as far as its values are known. */
final class Condition {
  /** What a condition is. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  private static final String OPERAND = "('[^']*'|\"[^\"]*\"|\\$\\{[^{}]*}|[^\\s'\"]+)";
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*" + OPERAND + "\\s+(!?[a-zA-Z~=]+=?(?: with)?)\\s+" + OPERAND + "\\s*");

  private Condition() {}

  /**
   * Evaluates it.
   *
   * @param values gives the value of a function, such as {@code variable.event}; null if unknown
   */
  static Truth of(String text, Function<String, @Nullable String> values) {
    List<String> parts = new ArrayList<>();
    List<String> operators = new ArrayList<>();
    split(text, parts, operators);
    if (parts.size() == 1) {
      return single(text.strip(), values);
    } else if (operators.contains("&&") && operators.contains("||")) {
      return Truth.UNKNOWN;
    }
    Truth decisive = operators.contains("&&") ? Truth.FALSE : Truth.TRUE;
    List<Truth> truths = parts.stream().map(part -> single(part.strip(), values)).toList();
    if (truths.contains(decisive)) {
      return decisive;
    }
    return truths.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.of(decisive == Truth.FALSE);
  }

  private static void split(String text, List<String> parts, List<String> operators) {
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (text.startsWith("&&", i) || text.startsWith("||", i)) {
        parts.add(text.substring(start, i));
        operators.add(text.substring(i, i + 2));
        start = i + 2;
        i++;
      }
    }
    parts.add(text.substring(start));
  }

  private static Truth single(String text, Function<String, @Nullable String> values) {
    Matcher comparison = COMPARISON.matcher(text);
    if (comparison.matches()) {
      String left = value(comparison.group(1), values);
      String right = value(comparison.group(3), values);
      return left == null || right == null
          ? Truth.UNKNOWN
          : compare(left, comparison.group(2), right, comparison.group(3).equals("null"));
    }
    String value = text.startsWith("${") ? value(text, values) : text;
    return "true".equals(value) ? Truth.TRUE : "false".equals(value) ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static Truth compare(String left, String operator, String right, boolean isNull) {
    if (operator.startsWith("!")) {
      String positive =
          operator.equals("!=") ? "==" : operator.equals("!=~") ? "=~" : operator.substring(1);
      return switch (compare(left, positive, right, isNull)) {
        case TRUE -> Truth.FALSE;
        case FALSE -> Truth.TRUE;
        case UNKNOWN -> Truth.UNKNOWN;
      };
    }
    if (isNull) {
      return operator.equals("==") ? Truth.FALSE : Truth.UNKNOWN; // a known value is not null
    }
    return switch (operator) {
      case "==" -> Truth.of(left.equals(right));
      case "=~" -> Truth.of(left.equalsIgnoreCase(right));
      case "contains" -> Truth.of(left.contains(right));
      case "~~" -> Truth.of(left.toLowerCase(Locale.ROOT).contains(right.toLowerCase(Locale.ROOT)));
      case "in" -> Truth.of(List.of(right.split(",")).contains(left));
      case "starts with", "startsWith" -> Truth.of(left.startsWith(right));
      case "ends with", "endsWith" -> Truth.of(left.endsWith(right));
      default -> Truth.UNKNOWN;
    };
  }

  private static @Nullable String value(String operand, Function<String, @Nullable String> values) {
    if (operand.startsWith("${")) {
      return values.apply(operand.substring(2, operand.length() - 1).strip());
    }
    boolean isQuoted = operand.startsWith("'") || operand.startsWith("\"");
    String text = isQuoted ? operand.substring(1, operand.length() - 1) : operand;
    return text.contains("${") || text.contains("{{") ? null : text;
  }
}
