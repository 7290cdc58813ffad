package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNREACHABLE_STEP;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Attempts.Limit;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** An interceptor that leaves out a call, or ends a route before its first step. */
final class InterceptRule implements Rule {
  private static final String SEND = "interceptSendToEndpoint";

  /** Calls that an event doesn't need. */
  private static final Set<String> TALK = Set.of("log", "micrometer", "mock", "stub");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    site.files()
        .forEach(
            file ->
                file.interceptors()
                    .forEach(step -> check(site, routes, file.routes(), step, findings)));
    site.configurations()
        .filter(configuration -> routes.inclusion(configuration) != Truth.FALSE)
        .forEach(
            configuration -> {
              List<Route> users =
                  routes.included().stream()
                      .filter(route -> routes.configurations(route).contains(configuration))
                      .toList();
              configuration.steps().stream()
                  .filter(step -> step.kind().startsWith("intercept"))
                  .forEach(step -> check(site, routes, users, step, findings));
            });
  }

  /**
   * Checks an interceptor.
   *
   * @param users the routes that it is for; one of a call is for the calls of all routes
   */
  private static void check(
      Site site, SiteRoutes routes, List<Route> users, Step step, Findings findings) {
    if (users.isEmpty() || routes.isDisabled(step) || isForSome(step)) {
      return;
    }
    boolean stops =
        routes.steps(step.children()).stream().anyMatch(child -> child.kind().equals("stop"));
    if (step.kind().equals(SEND)) {
      boolean skips = "true".equals(option(routes, step, "skipSendToOriginalEndpoint"));
      if ((skips || stops) && !isReplaced(site, step)) {
        calls(site, routes, step, findings);
      }
    } else if (stops && (step.kind().equals("intercept") || !isReplaced(site, step))) {
      users.stream()
          .filter(route -> step.kind().equals("intercept") || isFrom(routes, step, route))
          .filter(route -> Work.of(site, route) != Work.NONE || isWebhook(route))
          .findFirst()
          .ifPresent(route -> route(step, route, findings));
    }
  }

  private static boolean isWebhook(Route route) {
    return String.valueOf(route.id()).startsWith("webhook-");
  }

  private static String option(SiteRoutes routes, Step step, String name) {
    String text = step.value().text(name);
    return text == null ? "" : routes.placeholders().replace(text).strip();
  }

  /** Whether a condition on the event leaves the other events alone. */
  private static boolean isForSome(Step step) {
    List<Expressions.Expression> conditions = Expressions.of(step);
    return !conditions.isEmpty()
        && !"true".equals(String.valueOf(conditions.get(0).text().text()).strip())
        && Attempts.limit(step) != Limit.LATER;
  }

  /** Whether its own steps do what they leave out. */
  private static boolean isReplaced(Site site, Step step) {
    return Work.of(site, step) != Work.NONE || step.value().text("afterUri") != null;
  }

  private static void calls(Site site, SiteRoutes routes, Step step, Findings findings) {
    String pattern = pattern(routes, step);
    List<Step> skipped =
        routes.included().stream()
            .flatMap(routes::allSteps)
            .filter(each -> matches(routes.call(each), pattern))
            .toList();
    if (skipped.isEmpty()) {
      return;
    }
    Step first =
        skipped.stream()
            .filter(each -> Work.withIt(site, each) != Work.NONE)
            .findFirst()
            .orElse(skipped.get(0));
    add(
        step,
        "the interceptor leaves out the call in line "
            + first.place().line()
            + " of "
            + first.place().file()
            + (skipped.size() == 1 ? "" : " and " + (skipped.size() - 1) + " more")
            + ", so that what it does is lost without a failure",
        "remove the interceptor, or write skipSendToOriginalEndpoint: false and no stop",
        findings);
  }

  private static String pattern(SiteRoutes routes, Step step) {
    String text = step.value().text();
    return text == null ? option(routes, step, "uri") : routes.placeholders().replace(text);
  }

  private static boolean matches(@Nullable Call call, String pattern) {
    if (call == null || TALK.contains(call.scheme())) {
      return false;
    }
    String path = call.path().replaceFirst("^//", "");
    return pattern.isEmpty()
        || Stream.of(call.scheme() + ":" + path, call.scheme() + "://" + path, call.uri())
            .anyMatch(uri -> PatternHelper.matchPattern(uri, pattern));
  }

  private static boolean isFrom(SiteRoutes routes, Step step, Route route) {
    Step from = route.from();
    return from != null && matches(routes.call(from), pattern(routes, step));
  }

  private static void route(Step step, Route route, Findings findings) {
    add(
        step,
        "the stop in the interceptor ends the route "
            + route.name()
            + " before its steps, so that what they do is lost without a failure",
        "remove the interceptor, or its stop",
        findings);
  }

  private static void add(Step step, String problem, String advice, Findings findings) {
    boolean isOfConfiguration = step.route().steps().contains(step);
    findings.add(
        UNREACHABLE_STEP, step.place(), isOfConfiguration ? step.where() : null, problem, advice);
  }
}
