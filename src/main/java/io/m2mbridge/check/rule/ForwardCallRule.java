package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.FORWARD_MISSING;
import static io.m2mbridge.check.finding.FindingKind.HEADER_REMOVED;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forward sends the event as its body, with headers of its own. */
final class ForwardCallRule implements Rule {
  /** HTTP sends no body with them. */
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

  @Override
  public void check(Site site, Findings findings) {
    Set<String> settings = new HashSet<>();
    Route forward = RouteGraph.of(site).direct(EventWays.FORWARD);
    if (forward != null) {
      forward
          .allSteps()
          .filter(step -> !step.isDisabled())
          .forEach(step -> method(site, step, settings, findings));
    }
    site.routes()
        .filter(route -> EventWays.event(route) != null && ForwardMissingRule.isSet(site, route))
        .forEach(route -> headers(route, findings));
  }

  private static void method(Site site, Step step, Set<String> settings, Findings findings) {
    Call call = SiteRoutes.of(site).call(step);
    String method = call == null ? null : call.options().get("httpMethod");
    Call written = step.call();
    if (written == null || method == null || !WITHOUT_BODY.contains(method.strip())) {
      return;
    }
    @Nullable String setting = new Placeholders(site).source(written.uri());
    if (setting == null || settings.add(setting)) {
      findings.add(
          FORWARD_MISSING,
          setting == null ? step.place() : Place.of("application.properties"),
          setting == null ? step.where() : null,
          (setting == null ? "httpMethod=" : "the setting " + setting + " has httpMethod=")
              + method.strip()
              + ", which sends no body, so that the event isn't forwarded",
          "remove httpMethod, or write POST or PUT");
    }
  }

  /** Headers that are set for the forward, which removes them first. */
  private static void headers(Route route, Findings findings) {
    List<Step> steps = route.allSteps().filter(step -> !step.isDisabled()).toList();
    for (Step step : steps) {
      List<Step> later = steps.subList(steps.indexOf(step) + 1, steps.size());
      Step next = later.stream().filter(each -> each.call() != null).findFirst().orElse(null);
      for (YamlNode header : EventInEndpointRule.headers(step)) {
        String name = String.valueOf(header.text("name"));
        if (next != null && isForward(next) && !isRead(later, name)) {
          findings.add(
              HEADER_REMOVED,
              header == step.value() ? step.place() : header.place(),
              step.where(),
              "the forward removes the header "
                  + name
                  + " before its call, so that nothing gets it",
              "name a route of yours in the setting of the forward, and set the header there");
        }
      }
    }
  }

  private static boolean isForward(Step step) {
    return step.call() != null && EventWays.FORWARD.equals(step.call().direct());
  }

  private static boolean isRead(List<Step> later, String name) {
    return later.stream()
        .flatMap(
            step ->
                Stream.concat(
                    Expressions.of(step).stream().map(each -> each.text().text()),
                    step.kind().equals("log")
                        ? Stream.of(step.value().text(), step.value().text("message"))
                        : Stream.of()))
        .anyMatch(text -> text != null && text.contains(name));
  }
}
