package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EXPRESSION_SYNTAX;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Map;
import java.util.stream.Stream;

/** A constant that a step takes as a number. */
final class NumberRule implements Rule {
  /** What the expression of a step is the number of. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "delay", "milliseconds",
          "throttle", "requests",
          "loop", "turns");

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> NUMBERS.containsKey(step.kind()) && !step.isDisabled())
        .filter(step -> !"true".equals(step.value().text("doWhile")))
        .forEach(step -> check(site, step, findings));
  }

  private static void check(Site site, Step step, Findings findings) {
    Expressions.of(step).stream()
        .filter(each -> each.language().equals("constant") && each.option().isEmpty())
        .findFirst()
        .ifPresent(
            each ->
                new Placeholders(site)
                    .resolve(String.valueOf(each.text().text()))
                    .filter(text -> !text.strip().matches("[+-]?\\d+"))
                    .ifPresent(
                        text ->
                            findings.add(
                                EXPRESSION_SYNTAX,
                                each.text().place(),
                                step.where(),
                                "the "
                                    + step.kind()
                                    + " needs a number of "
                                    + NUMBERS.get(step.kind())
                                    + ", and '"
                                    + text
                                    + "' is none, so that each event fails",
                                "write digits alone, such as 1000")));
  }
}
