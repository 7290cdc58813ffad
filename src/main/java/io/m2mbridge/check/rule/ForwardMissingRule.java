package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.FORWARD_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.settings.KnownSettings;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A forward that a setting asks for is a step of the event's route. */
final class ForwardMissingRule implements Rule {
  private static final String DEFAULT = "m2m.forward.default";

  private static final Pattern ONE_EVENT =
      Pattern.compile("\\$\\{variable\\.event} == '([\\w.]+)'");

  private static final Pattern SETTING = Pattern.compile("\\{\\{m2m\\.([\\w-]+)\\.forward");

  /** The route that hands an event over before the answer, where no database keeps it. */
  private static final String HAND_OVER = "webhook-first-delivery";

  @Override
  public void check(Site site, Findings findings) {
    if (EventWays.usesDatabase(site)) {
      site.routes()
          .filter(route -> EventWays.event(route) != null)
          .forEach(route -> event(site, route, findings));
      site.routes()
          .flatMap(Route::allSteps)
          .filter(step -> step.kind().equals("when") && !step.isDisabled())
          .forEach(branch -> branch(branch, findings));
      return;
    }
    Route handOver = site.route(HAND_OVER);
    if (handOver != null && !forwards(site, handOver, "")) {
      findings.add(
          FORWARD_MISSING,
          handOver.place(),
          handOver.name(),
          "without a database no step hands the event over, so that M2M gets 200 and the event is"
              + " lost",
          "put the step hand-over back, which calls direct:event-forward");
    }
  }

  private static void event(Site site, Route route, Findings findings) {
    String setting = "m2m." + EventWays.event(route) + ".forward";
    boolean isOwn = isSet(site, setting);
    boolean isAsked = isOwn || (isSet(site, DEFAULT) && !callsAnother(site, route));
    if (isAsked && !forwards(site, route, setting)) {
      findings.add(
          FORWARD_MISSING,
          route.place(),
          route.name(),
          (isOwn ? setting : DEFAULT)
              + " names an endpoint, and no step of the route calls direct:event-forward, so that"
              + " the event isn't forwarded",
          "put the forward step back into the route, or remove the setting");
    } else if (isOwn
        && site.routes().flatMap(Route::allSteps).noneMatch(step -> names(step, setting))) {
      Route forward = RouteGraph.of(site).direct(EventWays.FORWARD);
      findings.add(
          FORWARD_MISSING,
          forward == null ? route.place() : forward.place(),
          forward == null ? route.name() : forward.name(),
          setting + " names an endpoint, and no step sends to it, so that the event goes elsewhere",
          "put the branch that sends to {{" + setting + "}} back, or remove the setting");
    }
  }

  /** A branch for one event that sends to the endpoint of another one. */
  private static void branch(Step branch, Findings findings) {
    Matcher event =
        ONE_EVENT.matcher(
            Expressions.of(branch).stream()
                .map(each -> String.valueOf(each.text().text()).strip())
                .findFirst()
                .orElse(""));
    if (!event.matches()) {
      return;
    }
    String right = event.group(1).replaceAll("[._]", "-");
    for (Step step : branch.children()) {
      Matcher setting = SETTING.matcher(step.call() == null ? "" : step.call().uri());
      if (setting.lookingAt()
          && KnownSettings.EVENTS.contains(right)
          && KnownSettings.EVENTS.contains(setting.group(1))
          && !setting.group(1).equals(right)) {
        findings.add(
            FORWARD_MISSING,
            step.place(),
            step.where(),
            "the branch of " + event.group(1) + " sends to the endpoint of " + setting.group(1),
            "write {{m2m." + right + ".forward:{{m2m.forward.default}}}}");
      }
    }
  }

  private static boolean names(Step step, String setting) {
    return step.call() != null && step.call().uri().contains(setting);
  }

  /** Whether the events of a route are forwarded, by a setting of its own or the common one. */
  static boolean isSet(Site site, Route route) {
    String event = EventWays.event(route);
    return isSet(site, "m2m." + (event == null ? "unknown" : event) + ".forward")
        || isSet(site, DEFAULT);
  }

  /** Whether the setting names an endpoint that receives anything. */
  private static boolean isSet(Site site, String setting) {
    Optional<String> endpoint =
        site.setting().apply(setting).flatMap(value -> new Placeholders(site).resolve(value));
    boolean isDefault =
        site.setting().apply(setting).filter(value -> value.contains(DEFAULT)).isPresent();
    return !isDefault
        && endpoint.filter(uri -> !uri.isBlank() && !uri.matches("log:.*level=OFF.*")).isPresent();
  }

  private static boolean forwards(Site site, Route route, String setting) {
    // What it hands over to is another finding.
    return RouteGraph.of(site).through(route).stream()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .anyMatch(step -> isForward(step, setting));
  }

  private static boolean isForward(Step step, String setting) {
    Call call = step.call();
    return call != null
        && (EventWays.FORWARD.equals(call.direct())
            || call.uri().contains("direct:" + EventWays.FORWARD)
            || call.uri().contains(DEFAULT)
            || (!setting.isEmpty() && call.uri().contains(setting)));
  }

  /** Whether the site sends the event somewhere by a step of its own. */
  private static boolean callsAnother(Site site, Route route) {
    Set<Route> ways = RouteGraph.of(site).from(route);
    return ways.stream()
        .filter(way -> !EventWays.isAside(way))
        .flatMap(Route::allSteps)
        .anyMatch(step -> OutsideCalls.scheme(site, step).isPresent());
  }
}
