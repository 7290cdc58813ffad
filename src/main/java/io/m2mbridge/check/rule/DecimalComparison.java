package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AMOUNT_COMPARISON;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Camel compares an amount with a number as whole numbers, except in two forms: an order of a
 * decimal in quotes, and an equality of a decimal without them.
 */
final class DecimalComparison {
  private static final Pattern AMOUNT =
      Pattern.compile("\\$\\{variable\\.data.*\\W(send|receive|rate|fee)\\W*}");

  private DecimalComparison() {}

  static void check(Site site, EvaluatedText text, Comparison comparison, Findings findings) {
    String number = comparison.literal();
    if (AMOUNT.matcher(comparison.left()).matches() && comparison.operator().endsWith("range")) {
      findings.add(
          AMOUNT_COMPARISON,
          Places.of(site, text.node(), comparison.toString()),
          text.step().where(),
          comparison + " ignores the decimals, so that a part above the last number is within it",
          "write two comparisons: >= '100.00' && … <= '1000.00'");
    }
    if (!AMOUNT.matcher(comparison.left()).matches() || !number.matches("-?\\d+(\\.\\d+)?")) {
      return;
    }
    String misjudged = misjudged(comparison, number);
    if (misjudged != null) {
      String decimal = number + (number.contains(".") ? "" : ".00");
      findings.add(
          AMOUNT_COMPARISON,
          Places.of(site, text.node(), comparison.toString()),
          text.step().where(),
          comparison + " ignores the decimals, so that it is " + misjudged,
          comparison.operator().matches("[!=]=")
              ? "write the number without quotes and with a decimal point: " + decimal
              : "write the number in quotes and with a decimal point: '" + decimal + "'");
    }
  }

  /** An example that the comparison judges wrong; null if there is none. */
  private static @Nullable String misjudged(Comparison comparison, String number) {
    boolean isDecimal = number.contains(".");
    boolean isQuoted = Comparison.isQuoted(comparison.right());
    boolean isWhole = number.matches("-?\\d+(\\.0+)?");
    return switch (comparison.operator()) {
      case ">" -> isQuoted && isDecimal ? null : "false for 1000.50 > 1000";
      case "<=" -> isQuoted && isDecimal ? null : "true for 1000.50 <= 1000";
      case ">=" -> (isQuoted && isDecimal) || isWhole ? null : "true for 1000.40 >= 1000.50";
      case "<" -> (isQuoted && isDecimal) || isWhole ? null : "false for 1000.40 < 1000.50";
      case "==" -> isQuoted || isDecimal ? null : "true for 1000.50 == 1000";
      case "!=" -> isQuoted || isDecimal ? null : "false for 1000.50 != 1000";
      default -> null;
    };
  }
}
