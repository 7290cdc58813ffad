package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CONDITIONAL_EFFECT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.rule.ShippedStatements.Effect;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** An effect that only some events have: the others count as done without it. */
final class ConditionalEffectRule implements Rule {
  private static final Set<String> CONDITIONS = Set.of("filter", "when", "otherwise");

  /** Without an amount, the statements of the bridge hold nothing either. */
  private static final Pattern HAS_AMOUNT =
      Pattern.compile(
          "\\$\\{variables?\\.data\\W+(get\\(')?amount\\W*(get\\(')?(send)?\\W*}\\s*!=\\s*null");

  @Override
  public void check(Site site, Findings findings) {
    if (EventWays.usesDatabase(site)) {
      Certainty certainty = new Certainty(site);
      site.routes()
          .filter(route -> EventWays.event(route) != null)
          .forEach(route -> check(site, certainty, route, findings));
    }
  }

  private static void check(Site site, Certainty certainty, Route route, Findings findings) {
    for (Effect effect : ShippedStatements.effects(String.valueOf(EventWays.event(route)))) {
      List<Step> steps =
          RouteGraph.of(site).from(route).stream()
              .flatMap(Route::allSteps)
              .filter(step -> !step.isDisabled() && EffectsRule.records(site, step, effect))
              .toList();
      // A second step may do it for the other events.
      if (steps.size() == 1) {
        steps.get(0).ancestors().stream()
            .filter(step -> CONDITIONS.contains(step.kind()) && isOpen(certainty, step))
            .findFirst()
            .ifPresent(condition -> add(steps.get(0), condition, effect, findings));
      }
    }
  }

  /** Whether only some events pass a condition, and no other rule tells it. */
  private static boolean isOpen(Certainty certainty, Step step) {
    List<Expressions.Expression> found = Expressions.of(step);
    String text = found.isEmpty() ? "" : String.valueOf(found.get(0).text().text()).strip();
    return !Placeholders.areIn(text) // a switch of the site
        && !HAS_AMOUNT.matcher(text).matches()
        && Attempts.limit(step) == Attempts.Limit.NONE
        && (step.kind().equals("otherwise") || certainty.of(step) == Truth.UNKNOWN);
  }

  private static void add(Step step, Step condition, Effect effect, Findings findings) {
    String id = condition.id();
    findings.add(
        CONDITIONAL_EFFECT,
        condition.place(),
        condition.where(),
        "only events that pass "
            + (id == null ? "this " + condition.kind() : id)
            + " run the step "
            + (step.id() == null ? step.kind() : step.id())
            + ", so that for others "
            + effect.loss(),
        "move the step out of the condition");
  }
}
