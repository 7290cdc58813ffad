package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.settings.KnownSettings;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes that an event passes on the thread of its attempt: by calls of {@code direct}. */
final class EventWays {
  static final String PREFIX = "event-";
  static final String FORWARD = "event-forward";

  /** Their tries and look-ups may fail without failing the event. */
  private static final Set<String> ASIDE = Set.of("reply-call", "notify", "notify-trouble");

  private EventWays() {}

  /** The routes that events pass: from a dispatcher, and from the route of each event. */
  static Set<Route> all(Site site) {
    return site.derived(Passed.class, Passed::by).routes();
  }

  private record Passed(Set<Route> routes) {
    static Passed by(Site site) {
      RouteGraph graph = RouteGraph.of(site);
      Set<Route> routes = new LinkedHashSet<>();
      starts(site).forEach(route -> routes.addAll(graph.from(route)));
      return new Passed(routes);
    }
  }

  /** The steps that events pass and that aren't disabled, without those of routes aside. */
  static Stream<Step> steps(Site site) {
    return all(site).stream()
        .filter(route -> !isAside(route))
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled());
  }

  /** The routes with which the way of an event begins. */
  static Stream<Route> starts(Site site) {
    return site.routes().filter(route -> isDispatcher(route) || event(route) != null);
  }

  private static boolean isDispatcher(Route route) {
    Call input = route.input();
    return input != null && input.scheme().equals("m2m-deliveries");
  }

  /** The event that the route is of, such as {@code link-created}; null for any other route. */
  static @Nullable String event(Route route) {
    String id = route.id();
    String event = id != null && id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
    return KnownSettings.EVENTS.contains(event) ? event : null;
  }

  /** Whether a failure in the route may be meant to stay there: what it does isn't the event's. */
  static boolean isAside(Route route) {
    String id = String.valueOf(route.id());
    return ASIDE.contains(id) || id.startsWith("user-data-");
  }

  /** Whether events are kept in the database and run from there. */
  static boolean usesDatabase(Site site) {
    return site.setting().apply("m2m.deliveries.repository").orElse("jdbc").equals("jdbc");
  }
}
