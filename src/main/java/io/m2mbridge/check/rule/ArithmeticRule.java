package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AMOUNTS_CHANGED;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount that a step calculates with or converts. The language simple has no operators of
 * arithmetic: the value is the text around them.
 */
final class ArithmeticRule implements Rule {
  private static final String AMOUNT = "\\$\\{variable\\.data[^{}]*\\W(send|receive|rate|fee)\\W*}";

  private static final Pattern CALCULATION =
      Pattern.compile(AMOUNT + "\\s*[-+*/]\\s*(" + AMOUNT + "|[\\d.]+)");

  /** Functions of simple that calculate with whole numbers. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\$\\{(sum|abs|floor|ceil|average|max|min)\\(.*\\W(send|receive|rate|fee)\\W.*");

  /** Types without decimals, and binary ones. */
  private static final Set<String> LOSSY =
      Set.of("int", "integer", "long", "short", "byte", "float", "double", "biginteger");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().startsWith("set") && !step.isDisabled())
        .forEach(
            step -> {
              check(site, step, findings);
              resultType(step, findings);
            });
  }

  private static void check(Site site, Step step, Findings findings) {
    for (EvaluatedText text : EvaluatedTexts.of(site, step)) {
      String written = text.text().strip();
      Matcher calculation = CALCULATION.matcher(written);
      boolean isText = calculation.matches();
      if (isText || WHOLE.matcher(written).matches()) {
        findings.add(
            AMOUNTS_CHANGED,
            Places.of(site, text.node(), written),
            step.where(),
            isText
                ? "simple doesn't calculate: the value is the text "
                    + written
                    + ", with its amounts"
                : written + " drops the decimals of the amounts",
            "calculate in a statement, such as SELECT CAST(:#${variable.data[amount][send]} AS"
                + " numeric) + …");
      }
    }
  }

  private static void resultType(Step step, Findings findings) {
    for (Expressions.Expression each : Expressions.of(step)) {
      String type = String.valueOf(each.resultType());
      if (LOSSY.contains(type.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT))
          && String.valueOf(each.text().text()).strip().matches(AMOUNT)) {
        findings.add(
            AMOUNTS_CHANGED,
            each.text().place(),
            step.where(),
            "the type " + type + " can't hold each amount: digits are lost, or the event fails",
            "remove resultType, or write java.math.BigDecimal");
      }
    }
  }
}
