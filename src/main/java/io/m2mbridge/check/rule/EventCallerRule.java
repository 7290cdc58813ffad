package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SIGNATURE_NOT_FIRST;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;

/**
 * The route of an event runs for deliveries alone, which a dispatcher claims. A message from
 * anywhere else has no signature, no delivery and no lease.
 */
final class EventCallerRule implements Rule {
  /** Inputs that other routes call, and those of deliveries. */
  private static final Set<String> CALLED = Set.of("direct", "seda", "m2m-deliveries");

  @Override
  public void check(Site site, Findings findings) {
    site.routes().forEach(route -> check(site, route, findings));
  }

  private static void check(Site site, Route route, Findings findings) {
    Step from = route.from();
    Call call = from == null ? null : SiteRoutes.of(site).call(from);
    if (call == null || CALLED.contains(call.scheme()) || route.is(Spine.WEBHOOK_RECEIVE)) {
      return;
    }
    RouteGraph graph = RouteGraph.of(site);
    for (Step step : graph.through(route).stream().flatMap(Route::allSteps).toList()) {
      Route called = step.isDisabled() ? null : graph.target(step);
      if (called != null
          && EventWays.event(called) != null
          && EventWays.event(step.route()) == null) {
        findings.add(
            SIGNATURE_NOT_FIRST,
            step.place(),
            step.where(),
            "messages of "
                + call.scheme()
                + " reach the route "
                + called.name()
                + ", and no signature is verified",
            "let M2M's webhooks alone reach it, and give these messages a route of your own");
        return;
      }
    }
  }
}
