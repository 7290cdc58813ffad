package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** The routes of a site as its settings leave them: conditions and placeholders are evaluated. */
final class SiteRoutes {
  private final Site site;
  private final Placeholders placeholders;
  private final List<Route> included;

  private SiteRoutes(Site site) {
    this.site = site;
    this.placeholders = new Placeholders(site);
    this.included = site.routes().filter(route -> inclusion(route) != Truth.FALSE).toList();
  }

  static SiteRoutes of(Site site) {
    return site.derived(SiteRoutes.class, SiteRoutes::new);
  }

  Placeholders placeholders() {
    return placeholders;
  }

  /** The routes whose precondition isn't false. */
  List<Route> included() {
    return included;
  }

  /** Whether Camel takes the route or the configuration, by its precondition. */
  Truth inclusion(Route route) {
    String condition = route.value().text("precondition");
    return condition == null
        ? Truth.TRUE
        : Condition.of(placeholders.replace(condition), SiteRoutes::nothing);
  }

  /** Whether the route starts with the others. */
  boolean isStarted(Route route) {
    String autoStartup = route.value().text("autoStartup");
    return autoStartup == null || !"false".equalsIgnoreCase(placeholders.replace(autoStartup));
  }

  /** The steps that run: those without {@code disabled: true}. */
  List<Step> steps(List<Step> steps) {
    return steps.stream().filter(step -> !isDisabled(step)).toList();
  }

  /** All steps of a route at any depth that run. */
  Stream<Step> allSteps(Route route) {
    return route
        .allSteps()
        .filter(step -> !isDisabled(step) && step.ancestors().stream().noneMatch(this::isDisabled));
  }

  boolean isDisabled(Step step) {
    String disabled = step.value().text("disabled");
    return disabled != null && "true".equalsIgnoreCase(placeholders.replace(disabled));
  }

  /** The endpoint of a step with its placeholders replaced; null for a step without one. */
  @Nullable Call call(Step step) {
    Call call = step.call();
    return call == null ? null : call.resolved(placeholders::replace);
  }

  /** The included route that a step calls by {@code direct}; null if it calls none. */
  @Nullable Route called(Step step) {
    return ifIncluded(RouteGraph.of(site).called(step));
  }

  /** The included route that a step sends to, whether it waits or not; null if it sends to none. */
  @Nullable Route target(Step step) {
    return ifIncluded(RouteGraph.of(site).target(step));
  }

  /** The included route that serves a {@code direct}; null if none does. */
  @Nullable Route direct(String name) {
    return ifIncluded(RouteGraph.of(site).direct(name));
  }

  private @Nullable Route ifIncluded(@Nullable Route route) {
    return included.contains(route) ? route : null;
  }

  /** The name in a route's input if it has this scheme; null otherwise. */
  @Nullable String input(Route route, String scheme) {
    Step from = route.from();
    Call call = from == null ? null : call(from);
    return call != null && call.scheme().equals(scheme)
        ? call.path().replaceFirst("^//", "")
        : null;
  }

  /** Evaluates the condition of a {@code when} or {@code filter}. */
  Truth condition(Step step, Function<String, @Nullable String> values) {
    for (Expressions.Expression expression : Expressions.of(step)) {
      String text = expression.text().text();
      if (expression.language().equals("simple") && text != null) {
        return Condition.of(placeholders.replace(text), values);
      } else if (expression.language().equals("constant") && text != null) {
        return Condition.of(placeholders.replace(text), SiteRoutes::nothing);
      }
    }
    return Truth.UNKNOWN;
  }

  /** The included route with an id; null if there is none. */
  @Nullable Route route(String id) {
    return included.stream().filter(route -> route.is(id)).findFirst().orElse(null);
  }

  /** The configurations that apply to a route: those it names, or those without an id. */
  List<Route> configurations(Route route) {
    List<String> ids = ConfigurationNamesRule.ids(route, this);
    return site.configurations()
        .filter(each -> inclusion(each) != Truth.FALSE)
        .filter(
            each ->
                ids.isEmpty()
                    ? each.id() == null
                    : ids.stream().anyMatch(id -> PatternHelper.matchPattern(each.id(), id)))
        .toList();
  }

  /**
   * Whether a route may only seem to be missing: its file, or one that may hold it, has a mistake
   * that is reported for itself.
   */
  boolean mayBeUnread(String id) {
    return site.files().stream()
        .anyMatch(
            file ->
                file.failure() != null
                    || (file.routes().isEmpty() && file.path().endsWith("/" + id + ".camel.yaml")));
  }

  /** The place of a file that isn't there, in the folder of the others. */
  Place missing(String id) {
    String other = site.files().stream().map(RouteFile::path).findFirst().orElse("routes/");
    return Place.of(other.substring(0, other.lastIndexOf('/') + 1) + id + ".camel.yaml");
  }

  /** Knows no value, for conditions on settings alone. */
  static @Nullable String nothing(String name) {
    return null;
  }
}
