package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_MISSING;
import static io.m2mbridge.check.finding.FindingKind.UNREACHABLE_STEP;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The effects of an event are one transaction: what comes after it, or ends it, has none. */
final class EffectsTwiceRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site)
        .filter(step -> step.kind().equals("rollback"))
        .filter(step -> Policies.isWithin(step, Policies.EFFECTS_ONCE))
        .filter(step -> isUnconditional(step.parent()))
        .forEach(step -> rollback(step, findings));
    Set<Step> skipped = new LinkedHashSet<>();
    site.routes()
        .filter(route -> EventWays.event(route) != null)
        .forEach(route -> collect(site, route, skipped));
    skipped.forEach(step -> second(step, findings));
  }

  private static void collect(Site site, Route route, Set<Step> skipped) {
    Step first = null;
    for (Step step : route.steps()) {
      if (first != null) {
        Step done = first;
        // A circle leads back to the first one or to another event, which another rule finds.
        policies(site, step)
            .filter(each -> each != done && isOfEvent(each.route(), route))
            .forEach(skipped::add);
      } else if (isEffects(step) && !step.isDisabled()) {
        first = step; // each event passes it
      }
    }
  }

  /** The policies in a step and in the routes that it calls, the outer ones alone. */
  private static Stream<Step> policies(Site site, Step step) {
    if (isEffects(step)) {
      return Stream.of(step);
    }
    RouteGraph graph = RouteGraph.of(site);
    return Stream.concat(Stream.of(step), step.descendants())
        .flatMap(
            each ->
                Stream.concat(
                    Stream.of(each),
                    Stream.ofNullable(graph.called(each))
                        .flatMap(called -> graph.from(called).stream())
                        .flatMap(Route::allSteps)))
        .filter(each -> isEffects(each) && !each.isDisabled());
  }

  /** Whether a route is the one of an event, or of no other. */
  private static boolean isOfEvent(Route route, Route event) {
    return route == event || EventWays.event(route) == null;
  }

  private static boolean isEffects(Step step) {
    return Policies.ref(step).equals(Policies.EFFECTS_ONCE);
  }

  private static boolean isUnconditional(@Nullable Step step) {
    return step != null && isEffects(step);
  }

  private static void rollback(Step step, Findings findings) {
    findings.add(
        EFFECT_MISSING,
        step.place(),
        step.where(),
        "the rollback undoes the effects at each attempt, so that the event is dead in the end",
        "remove the step: a step that fails undoes the effects itself");
  }

  private static void second(Step step, Findings findings) {
    findings.add(
        UNREACHABLE_STEP,
        step.place(),
        step.where(),
        "no event reaches the steps of a second policy effects-once: the effects are done after the"
            + " first one",
        "put the steps into the first policy");
  }
}
