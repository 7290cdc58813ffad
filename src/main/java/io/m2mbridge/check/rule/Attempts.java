package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions on the variable {@code attempt}, which is 1 for the first attempt of a run. */
final class Attempts {
  /** For which attempts a condition may be true. */
  enum Limit {
    /** For any. */
    NONE,
    /** For the first ones alone. */
    FIRST,
    /** For one, which isn't the first. */
    ONE,
    /** For all after the first ones. */
    LATER
  }

  private static final Pattern ATTEMPT = Pattern.compile("\\$\\{variables?[.:]attempt}");

  private static final Map<String, String> REVERSED =
      Map.of("<", ">", ">", "<", "<=", ">=", ">=", "<=");

  private static final Set<String> BRANCHES = Set.of("when", "otherwise", "doCatch", "onFallback");

  private Attempts() {}

  /** Whether a step is a branch next to others, of which one runs. */
  static boolean isBranch(Step step) {
    return BRANCHES.contains(step.kind());
  }

  /** Whether the condition of a step has a random number. */
  static boolean isByChance(Step step) {
    return Expressions.of(step).stream()
        .limit(1)
        .anyMatch(each -> String.valueOf(each.text().text()).contains("${random("));
  }

  /** The attempts for which the condition of a step may be true. */
  static Limit limit(Step step) {
    List<Expressions.Expression> found = Expressions.of(step);
    if (found.isEmpty() || !found.get(0).language().matches("c?simple")) {
      return Limit.NONE;
    }
    String condition = String.valueOf(found.get(0).text().text());
    List<List<Comparison>> alternatives = Comparison.alternatives(condition);
    List<Limit> limits = alternatives.stream().map(Attempts::ofAll).distinct().toList();
    // One alternative that looks at nothing else is true for all later attempts.
    boolean isLater =
        !condition.contains("&&")
            && alternatives.stream().anyMatch(all -> ofAll(all) == Limit.LATER);
    Limit same = limits.size() == 1 ? limits.get(0) : Limit.NONE;
    return isLater ? Limit.LATER : same == Limit.LATER ? Limit.NONE : same;
  }

  private static Limit ofAll(List<Comparison> all) {
    Limit limit = Limit.NONE;
    for (Comparison each : all) {
      Limit own = of(each);
      if (own == Limit.FIRST || own == Limit.ONE || all.size() == 1) {
        limit = own;
      }
    }
    return limit;
  }

  private static Limit of(Comparison comparison) {
    if (ATTEMPT.matcher(comparison.left()).matches()) {
      return of(comparison.operator(), comparison.literal());
    }
    String operator = comparison.operator();
    boolean isReversed = ATTEMPT.matcher(comparison.right()).matches();
    return isReversed
        ? of(REVERSED.getOrDefault(operator, operator), comparison.left().replaceAll("['\"]", ""))
        : Limit.NONE;
  }

  private static Limit of(String operator, String literal) {
    if (operator.equals("in") && literal.matches("[\\d, ]+")) {
      return List.of(literal.split("[, ]+")).contains("1") ? Limit.FIRST : Limit.NONE;
    }
    if (!literal.matches("\\d{1,9}")) {
      return Limit.NONE;
    }
    int number = Integer.parseInt(literal);
    return switch (operator) {
      case "==" -> number == 1 ? Limit.FIRST : Limit.ONE;
      case "<", "<=" -> Limit.FIRST;
      case ">" -> number > 0 ? Limit.LATER : Limit.NONE;
      case ">=" -> number > 1 ? Limit.LATER : Limit.NONE;
      case "!=" -> number == 1 ? Limit.LATER : Limit.NONE;
      default -> Limit.NONE;
    };
  }
}
