package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Steps of the bridge's own routes, which a merge or a clean-up may lose. A step of another id that
 * does the same is right.
 */
final class NeededStepsRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    for (NeededStep needed : NeededStep.ALL) {
      Route route = site.route(needed.route());
      if (route != null
          && isAsked(site, needed)
          && steps(route, needed).noneMatch(step -> is(site, step, needed))) {
        findings.add(
            STEP_MISSING,
            route.place(),
            route.name(),
            "the step " + needed.id() + " is missing, so that " + needed.without(),
            "put it back, as routes/" + needed.route() + ".camel.yaml of the release has it");
      }
    }
  }

  /** An older set of routes may not have the route that the step calls. */
  private static boolean isAsked(Site site, NeededStep needed) {
    String called = needed.does().replaceFirst("\\|.*", "");
    return called.startsWith("direct:")
        ? RouteGraph.of(site).direct(called.substring("direct:".length())) != null
        : !(called.startsWith("seda:") && EventWays.usesDatabase(site)); // stored with the event
  }

  private static Stream<Step> steps(Route route, NeededStep needed) {
    Stream<Step> around =
        route.allSteps().filter(step -> needed.within().equals(String.valueOf(step.id())));
    Step within = needed.within().isEmpty() ? null : around.findFirst().orElse(null);
    return within == null ? route.allSteps() : within.descendants();
  }

  private static boolean is(Site site, Step step, NeededStep needed) {
    if (step.isDisabled()) {
      return false;
    }
    return needed.id().equals(step.id())
        || Arrays.stream(needed.does().split("\\|")).anyMatch(does -> does(site, step, does));
  }

  private static boolean does(Site site, Step step, String does) {
    return does.equals("kind:" + step.kind())
        || does.equals("ref:" + step.value().text("ref"))
        || (does.startsWith("var:") && sets(step, does.substring("var:".length())))
        || (step.call() != null && calls(site, step, step.call(), does));
  }

  private static boolean calls(Site site, Step step, Call call, String does) {
    if (does.equals("out")) {
      return call.uri().startsWith("{{") || OutsideCalls.scheme(site, step).isPresent();
    }
    Statement statement = does.startsWith("sql:") ? Statement.of(site, step) : null;
    return statement == null
        ? does.equals(call.scheme() + ":" + call.path().replaceFirst("^//", ""))
        : statement.shipped() == null || does.equals("sql:" + statement.shipped());
  }

  private static boolean sets(Step step, String variable) {
    return variable.equals(step.value().text("variableReceive"))
        || (step.kind().startsWith("setVariable")
            && Changing.assignments(step).anyMatch(each -> variable.equals(each.text("name"))));
  }
}
