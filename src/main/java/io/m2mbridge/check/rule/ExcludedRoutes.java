package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** Routes that a setting leaves out. */
final class ExcludedRoutes {
  private static final String SETTING = "camel.main.routesExcludePattern";

  private ExcludedRoutes() {}

  /**
   * Adds one finding on those of the missing routes that the setting excludes, and returns the
   * others.
   */
  static List<String> without(List<String> missing, SiteRoutes routes, Findings findings) {
    List<String> others = new ArrayList<>(missing);
    others.removeIf(id -> isExcluded(id, routes));
    List<String> excluded = missing.stream().filter(id -> !others.contains(id)).toList();
    if (!excluded.isEmpty()) {
      findings.add(
          ROUTE_MISSING,
          Place.of("application.properties"),
          null,
          SETTING
              + " leaves out "
              + String.join(" and ", excluded)
              + ", so that "
              + SpineRule.effect(excluded.get(0)),
          "write a pattern that leaves these routes in");
    }
    return others;
  }

  private static boolean isExcluded(String id, SiteRoutes routes) {
    String file = routes.missing(id).file();
    return Stream.of(routes.placeholders().replace("{{" + SETTING + ":}}").split(","))
        .map(pattern -> pattern.strip().replaceFirst("^file:", ""))
        .anyMatch(pattern -> !pattern.isEmpty() && AntPathMatcher.INSTANCE.match(pattern, file));
  }
}
