package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVENT_NOT_DISPATCHED;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each event that a dispatcher claims reaches the route of that event. */
final class DispatchRule implements Rule {
  private static final String NEW_EVENT = "an.event.that.M2M.may.add";
  private static final Set<String> BRANCHES = Set.of("when", "otherwise", "filter");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    for (Route dispatcher : Spine.dispatchers(routes)) {
      Set<Step> blamed = new HashSet<>();
      for (String lane : Dispatch.lanes(dispatcher, routes)) {
        String route = Spine.routesByEvent().get(lane);
        if (route != null && routes.route(route) != null) {
          check(dispatcher, lane, route, routes, blamed, findings);
        }
      }
    }
  }

  private static void check(
      Route dispatcher,
      String lane,
      String target,
      SiteRoutes routes,
      Set<Step> blamed,
      Findings findings) {
    Dispatch dispatch =
        Dispatch.of(dispatcher, lane.equals(Spine.UNKNOWN) ? NEW_EVENT : lane, routes);
    Step taken = dispatch.taken();
    boolean isEmpty = taken != null && taken.children().isEmpty();
    if (dispatch.mayReach(target)
        || dispatch.isStopped()
        || isEmpty
        || isMisspelt(dispatcher, lane)) {
      return;
    }
    Step right = branch(dispatcher, target, routes);
    String what = lane.equals(Spine.UNKNOWN) ? "an event that M2M may add" : lane;
    if (taken != null
        && taken.kind().equals("when")
        && (right == null || isBefore(taken, right, dispatcher))) {
      if (blamed.add(taken)) {
        findings.add(
            EVENT_NOT_DISPATCHED,
            taken.place(),
            taken.where(),
            what + " takes this branch, which doesn't lead to the route " + target,
            "call direct:" + target + " for it, or change the condition");
      }
    } else if (right != null) {
      if (blamed.add(right)) {
        findings.add(
            EVENT_NOT_DISPATCHED,
            right.place(),
            right.where(),
            "the branch calls " + target + ", and its condition isn't true for " + what,
            "write " + condition(lane));
      }
    } else {
      Step choice = taken == null ? null : taken.parent();
      findings.add(
          EVENT_NOT_DISPATCHED,
          choice == null ? place(dispatcher) : choice.place(),
          choice == null ? dispatcher.name() : choice.where(),
          what + " is claimed and doesn't reach the route " + target,
          "add a branch that calls direct:"
              + target
              + (lane.equals(Spine.UNKNOWN) ? "" : " if " + condition(lane)));
    }
  }

  private static Place place(Route dispatcher) {
    Step from = dispatcher.from();
    return from == null ? dispatcher.place() : from.place();
  }

  private static String condition(String lane) {
    return "${variable.event} == '" + lane + "'";
  }

  private static boolean isMisspelt(Route dispatcher, String lane) {
    return dispatcher
        .allSteps()
        .flatMap(step -> EventNameRule.in(step).stream())
        .anyMatch(each -> each.meant().equals(lane));
  }

  /** The branch of the dispatcher that calls a route; null without one. */
  private static @Nullable Step branch(Route dispatcher, String target, SiteRoutes routes) {
    return routes
        .allSteps(dispatcher)
        .filter(
            step -> {
              Route called = routes.called(step);
              return called != null && called.is(target);
            })
        .flatMap(step -> step.ancestors().stream())
        .filter(step -> BRANCHES.contains(step.kind()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isBefore(Step one, Step other, Route dispatcher) {
    for (Step step : dispatcher.allSteps().toList()) {
      if (step == one || step == other) {
        return step == one && one != other;
      }
    }
    return false;
  }
}
