package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.PUBLIC_DATA;
import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.SIGNATURE_NOT_FIRST;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path that the listener of the webhooks serves, which the whole internet may reach. */
final class PublicRouteRule implements Rule {
  private static final String WEBHOOKS = "/webhooks/m2m";

  /** Tables with whole events, or with what identifies a person. */
  private static final Pattern PERSONAL =
      Pattern.compile("(?s)(?=.*\\bselect\\b).*\\b(m2m_users|m2m_deliveries)\\b.*");

  @Override
  public void check(Site site, Findings findings) {
    site.routes().forEach(route -> check(site, route, findings));
  }

  private static void check(Site site, Route route, Findings findings) {
    String path = path(site, route);
    Step from = route.from();
    if (path == null || from == null) {
      return;
    }
    boolean isSigned = steps(site, route).anyMatch(step -> Webhook.is(step, Webhook.VERIFY));
    boolean isBelow = (path + "/").startsWith(WEBHOOKS + "/");
    if (isSigned && route.is(Spine.WEBHOOK_RECEIVE) && !path.contains(WEBHOOKS)) {
      findings.add(
          ROUTE_MISSING,
          from.place(),
          route.name(),
          "the path is "
              + path
              + ", and webhook-check answers each other than "
              + WEBHOOKS
              + " 404",
          "write path: " + WEBHOOKS + ", and let your proxy rewrite the path");
    } else if (!isSigned && isBelow) {
      findings.add(
          SIGNATURE_NOT_FIRST,
          from.place(),
          route.name(),
          "the route serves " + path + ", a path of webhooks, and verifies no signature",
          "give it a path of your own, such as /site/" + route.name());
    } else if (!isSigned) {
      steps(site, route)
          .flatMap(step -> table(site, step).stream())
          .findFirst()
          .ifPresent(table -> open(route, from, path, table, findings));
    }
  }

  private static Stream<Step> steps(Site site, Route route) {
    return RouteGraph.of(site).from(route).stream()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled());
  }

  private static @Nullable String path(Site site, Route route) {
    Step from = route.from();
    Call call = from == null ? null : SiteRoutes.of(site).call(from);
    return call == null || !call.scheme().equals("platform-http")
        ? null
        : call.path().replaceFirst("^/*", "/");
  }

  private static Optional<String> table(Site site, Step step) {
    Statement statement = Statement.of(site, step);
    Matcher personal = PERSONAL.matcher(statement == null ? "" : statement.sql());
    return personal.matches() ? Optional.of(personal.group(1)) : Optional.empty();
  }

  private static void open(Route route, Step from, String path, String table, Findings findings) {
    findings.add(
        PUBLIC_DATA,
        from.place(),
        route.name(),
        "the path "
            + path
            + " is on the listener of the webhooks, and answers with rows of "
            + table
            + " to everyone who reaches it",
        "ask another system for the data, or let a proxy refuse the path to all but your own");
  }
}
