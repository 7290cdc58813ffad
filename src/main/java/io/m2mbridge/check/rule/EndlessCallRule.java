package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_CALL;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The route of an event, or the forward, that calls itself through others. What decides the way is
 * the same at each turn. A route of the site's own may call itself until a page is empty.
 */
final class EndlessCallRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .filter(route -> EventWays.event(route) != null || route.is(EventWays.FORWARD))
        .forEach(route -> check(site, route, findings));
    EventWays.steps(site)
        .filter(step -> isWebhooks(SiteRoutes.of(site).call(step)))
        .findFirst()
        .ifPresent(step -> webhooks(site, step, findings));
  }

  private static boolean isWebhooks(@Nullable Call call) {
    return call != null && call.uri().matches("https?:[^?]*/webhooks/m2m/?(\\?.*)?");
  }

  private static void webhooks(Site site, Step step, Findings findings) {
    String setting = setting(site, step);
    findings.add(
        ENDLESS_CALL,
        step.place(),
        step.where(),
        (setting == null ? "the step" : "the setting " + setting)
            + " sends the event to the webhooks of a bridge, which answers 401 because nothing signs it",
        "name the endpoint of your own system");
  }

  private static void check(Site site, Route route, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    graph.from(route).stream()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled() && Objects.equals(graph.called(step), route))
        // A circle through the route of an event is told there.
        .filter(step -> !route.is(EventWays.FORWARD) || EventWays.event(step.route()) == null)
        .findFirst()
        .ifPresent(step -> add(site, step, route, findings));
  }

  private static void add(Site site, Step step, Route route, Findings findings) {
    String setting = setting(site, step);
    findings.add(
        ENDLESS_CALL,
        step.place(),
        step.where(),
        (setting == null ? "the step" : "the setting " + setting)
            + " leads back to the route "
            + route.name()
            + ", so that each event calls it again until the attempt fails",
        "call another route, or remove the " + (setting == null ? "step" : "setting"));
  }

  /** The setting that names the endpoint of a step; null if the route itself does. */
  private static @Nullable String setting(Site site, Step step) {
    Call call = step.call();
    return call == null ? null : new Placeholders(site).source(call.uri());
  }
}
