package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.DATE_PATTERN;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import java.util.Optional;
import java.util.regex.Pattern;

/** A pattern of a date, whose letters mean something else in the other case. */
final class DatePatternRule implements Rule {
  private static final Pattern DATE = Pattern.compile("date(-with-timezone)?:.*", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");

  @Override
  public void check(Site site, Findings findings) {
    EvaluatedTexts.of(site).forEach(text -> text(site, text, findings));
  }

  private static void text(Site site, EvaluatedText text, Findings findings) {
    for (SimpleText.Function function : SimpleText.functions(text.text())) {
      String content = function.content();
      String pattern = QUOTED.matcher(pattern(content)).replaceAll("");
      mistake(pattern)
          .ifPresent(
              mistake ->
                  findings.add(
                      DATE_PATTERN,
                      Places.of(site, text.node(), content),
                      text.step().where(),
                      "in ${" + content + "}, " + mistake.problem(),
                      mistake.advice()));
    }
  }

  /** The pattern of a function; empty for any other function. */
  private static String pattern(String content) {
    if (!DATE.matcher(content).matches()) {
      return "";
    }
    String[] parts = content.split(":", content.startsWith("date-") ? 4 : 3);
    return parts.length < 3 ? "" : parts[parts.length - 1];
  }

  private record Mistake(String problem, String advice) {}

  private static Optional<Mistake> mistake(String pattern) {
    if (pattern.contains("Y") && !pattern.contains("w")) {
      return Optional.of(
          new Mistake(
              "Y is the year of the week, which is another one at the end of December",
              "write yyyy"));
    }
    if (pattern.matches(".*(?<!D)DD?(?!D).*")) {
      return Optional.of(new Mistake("D is the day of the year", "write dd"));
    }
    if (pattern.matches(".*y\\W?m.*") || pattern.matches(".*(?<!m)mm?\\W?d.*")) {
      return Optional.of(new Mistake("m is the minute", "write MM for the month"));
    }
    if (pattern.contains("h") && !pattern.contains("a") && !pattern.contains("B")) {
      return Optional.of(
          new Mistake("h is the hour from 1 to 12, so that 1 and 13 are the same", "write HH"));
    }
    return Optional.empty();
  }
}
