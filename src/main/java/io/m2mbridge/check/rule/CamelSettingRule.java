package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.SETTING_VALUE;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Settings of Camel itself that end the bridge, take routes from it or break its statements. */
final class CamelSettingRule implements Rule {
  private static final Map<String, String> ENDS =
      Map.of(
          "camel.main.durationMaxMessages", "after so many webhooks and events",
          "camel.main.durationMaxSeconds", "after so many seconds",
          "camel.main.durationMaxIdleSeconds", "after so many seconds without a webhook or event");

  private static final String RELOAD = "camel.main.routesReloadEnabled";
  private static final String SERVER = "camel.server.enabled";
  private static final String SQL = "camel.component.sql.usePlaceholder";
  private static final String INCLUDED = "camel.main.routeFilterIncludePattern";
  private static final String EXCLUDED = "camel.main.routeFilterExcludePattern";

  @Override
  public void check(Site site, Findings findings) {
    ENDS.forEach(
        (setting, when) -> {
          if (value(site, setting).matches("0*[1-9]\\d*")) {
            add(
                SETTING_VALUE,
                setting + " ends the bridge " + when,
                "remove the setting",
                findings);
          }
        });
    if (value(site, SQL).equals("false")) {
      add(
          SETTING_VALUE,
          SQL + " = false breaks the statements of the bridge, whose values begin with :#",
          "remove it, and set usePlaceholder at your own endpoint",
          findings);
    }
    if (value(site, RELOAD).equals("true")) {
      add(
          SETTING_VALUE,
          RELOAD
              + " = true removes all routes before it reads the new ones, also if these are wrong",
          "remove it: in the dev profile the bridge takes each right edit by itself",
          findings);
    }
    if (value(site, SERVER).equals("false")) {
      add(
          ROUTE_MISSING,
          SERVER + " = false opens no listener, so that no webhook is received",
          "remove it",
          findings);
    }
    filters(site, findings);
  }

  private static String value(Site site, String setting) {
    return site.setting().apply(setting).orElse("").strip();
  }

  private static void filters(Site site, Findings findings) {
    String included = value(site, INCLUDED);
    String excluded = value(site, EXCLUDED);
    List<String> left =
        site.routes()
            .flatMap(route -> Stream.ofNullable(route.id()))
            .filter(id -> (!included.isEmpty() && !matches(id, included)) || matches(id, excluded))
            .filter(id -> isNeeded(site, id))
            .toList();
    if (!left.isEmpty()) {
      add(
          ROUTE_MISSING,
          (included.isEmpty() ? EXCLUDED : INCLUDED)
              + " leaves out "
              + left.get(0)
              + (left.size() == 1 ? "" : " and " + (left.size() - 1) + " other routes"),
          "remove the setting, or give a route that you don't want a precondition",
          findings);
    }
  }

  /** Whether another route calls it, or all events pass it. */
  private static boolean isNeeded(Site site, String id) {
    Route route = site.route(id);
    return Spine.ids(SiteRoutes.of(site)).contains(id)
        || (route != null && !RouteGraph.of(site).callers(route).isEmpty());
  }

  private static boolean matches(String id, String patterns) {
    return Stream.of(patterns.split(","))
        .map(String::strip)
        .anyMatch(pattern -> !pattern.isEmpty() && PatternHelper.matchPattern(id, pattern));
  }

  private static void add(FindingKind kind, String problem, String advice, Findings findings) {
    findings.add(kind, Place.of("application.properties"), null, problem, advice);
  }
}
