package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_CONFIGURATION;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.support.PatternHelper;

/** Each {@code routeConfigurationId} names a configuration. Camel ignores one that doesn't. */
final class ConfigurationNamesRule implements Rule {
  private static final String FILE = "on-failure";
  private static final Set<String> SHIPPED = Set.of("answer-failure", "settle", "reply-redelivery");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    if (routes.mayBeUnread(FILE)) {
      return;
    }
    Set<String> ids =
        site.configurations()
            .map(Route::id)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    boolean isFileMissing = SHIPPED.stream().noneMatch(ids::contains);
    Map<String, Integer> missing = new HashMap<>();
    for (Route route : routes.included()) {
      for (String id : ids(route, routes)) {
        boolean isThere = ids.stream().anyMatch(each -> PatternHelper.matchPattern(each, id));
        if (!isThere && isFileMissing && SHIPPED.contains(id)) {
          missing.merge(id, 1, Integer::sum);
        } else if (!isThere) {
          unknown(route, id, ids, findings);
        }
      }
    }
    if (!missing.isEmpty()) {
      findings.add(
          ROUTE_MISSING,
          routes.missing(FILE),
          null,
          "the routeConfigurations "
              + String.join(", ", new TreeSet<>(missing.keySet()))
              + ", which routes name, are missing",
          "put the file back");
    }
  }

  /** The ids that a route names, with placeholders replaced; none if it names none. */
  static List<String> ids(Route route, SiteRoutes routes) {
    String named = route.value().text("routeConfigurationId");
    return named == null
        ? List.of()
        : List.of(routes.placeholders().replace(named).split(",")).stream()
            .map(String::strip)
            .toList();
  }

  private static void unknown(Route route, String id, Set<String> ids, Findings findings) {
    YamlNode value = Objects.requireNonNull(route.value().get("routeConfigurationId"));
    findings.add(
        UNKNOWN_CONFIGURATION,
        value.place(),
        route.name(),
        "no routeConfiguration has the id " + id + ", and Camel ignores the name without a word",
        SimilarNames.nearest(id, ids)
            .filter(match -> match.nearness() != SimilarNames.Nearness.REMOTE)
            .map(match -> "did you mean " + match.name() + "?")
            .orElse("define it in routes/on-failure.camel.yaml, or name one that exists"));
  }
}
