package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.ROUTE_NOT_STARTED;
import static io.m2mbridge.check.finding.FindingKind.SETTING_VALUE;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Settings of Camel itself that end the bridge, take routes from it or break its statements. */
final class CamelSettingRule implements Rule {
  private static final String POSITIVE = "0*[1-9]\\d*";
  private static final String INCLUDED = "camel.main.routeFilterIncludePattern";
  private static final String EXCLUDED = "camel.main.routeFilterExcludePattern";

  /**
   * A value that the bridge can't work with.
   *
   * @param value a regular expression
   * @param effect the rest of a sentence that begins with the setting and its value
   */
  private record Harmful(
      FindingKind kind, String setting, String value, String effect, String advice) {}

  private static final List<Harmful> ALL =
      List.of(
          ends("durationMaxMessages", "after so many webhooks and events"),
          ends("durationMaxSeconds", "after so many seconds"),
          ends("durationMaxIdleSeconds", "after so many seconds without a webhook or event"),
          new Harmful(
              SETTING_VALUE,
              "camel.component.sql.usePlaceholder",
              "false",
              "breaks the statements of the bridge, whose values begin with :#",
              "remove it, and set usePlaceholder at your own endpoint"),
          new Harmful(
              SETTING_VALUE,
              "camel.main.routesReloadEnabled",
              "true",
              "removes all routes before it reads the new ones, also if these are wrong",
              "remove it: in the dev profile the bridge takes each right edit by itself"),
          new Harmful(
              ROUTE_MISSING,
              "camel.server.enabled",
              "false",
              "opens no listener, so that no webhook is received",
              "remove it"),
          new Harmful(
              ROUTE_NOT_STARTED,
              "camel.main.autoStartup",
              "false",
              "leaves each route stopped",
              "remove the setting"));

  private static Harmful ends(String setting, String when) {
    return new Harmful(
        SETTING_VALUE,
        "camel.main." + setting,
        POSITIVE,
        "ends the bridge " + when,
        "remove the setting");
  }

  @Override
  public void check(Site site, Findings findings) {
    for (Harmful each : ALL) {
      String value = value(site, each.setting());
      if (value.matches(each.value())) {
        String problem = each.setting() + " = " + value + " " + each.effect();
        add(each.kind(), problem, each.advice(), findings);
      }
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
    return PatternHelper.matchPatterns(id, patterns.split("\\s*,\\s*"));
  }

  private static void add(FindingKind kind, String problem, String advice, Findings findings) {
    findings.add(kind, Place.of("application.properties"), null, problem, advice);
  }
}
