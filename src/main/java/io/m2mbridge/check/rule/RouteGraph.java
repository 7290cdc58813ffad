package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.event.EventFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which route calls which, by {@code direct} and {@code seda}, and for what. Each rule that follows
 * a call takes it from here.
 */
final class RouteGraph {
  /** What a route runs for, and so which variables it sees. */
  enum Purpose {
    EVENT,
    DATA_REQUEST,
    NOTICE,
    WEBHOOK,
    /** It is a site's own, and nothing of the above calls it. */
    OTHER
  }

  private static final String DIRECT = "direct:";
  private static final String SEDA = "seda:";

  private final SiteRoutes routes;
  private final Map<Route, List<Step>> callers = new LinkedHashMap<>();
  private final Map<Step, Route> targets = new HashMap<>();
  private final Map<String, Route> inputs = new HashMap<>();
  private final Map<Route, Set<Purpose>> purposes = new HashMap<>();

  private RouteGraph(Site site) {
    routes = SiteRoutes.of(site);
    // A route that its precondition leaves out serves its name only if no other one does.
    Stream.concat(routes.included().stream(), site.routes())
        .forEach(route -> inputs.putIfAbsent(endpoint(route.from()), route));
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(this::read);
    site.routes().forEach(this::deadLetters);
  }

  static RouteGraph of(Site site) {
    return site.derived(RouteGraph.class, RouteGraph::new);
  }

  private void read(Step step) {
    String endpoint = endpoint(step);
    Route called =
        endpoint.startsWith(DIRECT) || endpoint.startsWith(SEDA) ? inputs.get(endpoint) : null;
    if (called != null) {
      targets.put(step, called);
      callers.computeIfAbsent(called, any -> new ArrayList<>()).add(step);
    }
  }

  /** The route of dead letters is called for notices. */
  private void deadLetters(Route route) {
    Call input = route.input();
    String uri = input == null ? null : input.options().get("deadLetterUri");
    Route called =
        uri == null ? null : inputs.get(plain(Call.of(routes.placeholders().replace(uri))));
    if (called != null) {
      purposes.computeIfAbsent(called, any -> new HashSet<>()).add(Purpose.NOTICE);
    }
  }

  private String endpoint(@Nullable Step step) {
    Call call = step == null ? null : routes.call(step);
    return call == null ? "" : plain(call);
  }

  private static String plain(Call call) {
    return call.scheme() + ":" + call.path().replaceFirst("^//", "");
  }

  /** The route that a step sends to, whether it waits or not; null if it sends to none. */
  @Nullable Route target(Step step) {
    return targets.get(step);
  }

  /** The route that a step calls and waits for on its own thread; null if it calls none. */
  @Nullable Route called(Step step) {
    boolean waits = !step.kind().equals("wireTap") && endpoint(step).startsWith(DIRECT);
    return waits ? targets.get(step) : null;
  }

  /** The route that a {@code direct} endpoint leads to; null if there is none. */
  @Nullable Route direct(String name) {
    return inputs.get(DIRECT + name);
  }

  /** The steps that send to a route. */
  List<Step> callers(Route route) {
    return callers.getOrDefault(route, List.of());
  }

  /** A route and all that it calls and waits for, by steps that aren't disabled. */
  Set<Route> from(Route route) {
    return reach(route, this::called, new LinkedHashSet<>());
  }

  /** A route and all that it sends to, whether it waits or not, by steps that aren't disabled. */
  Set<Route> through(Route route) {
    return reach(route, this::target, new LinkedHashSet<>());
  }

  private static Set<Route> reach(
      Route route, Function<Step, @Nullable Route> next, Set<Route> reached) {
    if (reached.add(route)) {
      route
          .allSteps()
          .filter(step -> !step.isDisabled())
          .map(next)
          .filter(Objects::nonNull)
          .forEach(called -> reach(called, next, reached));
    }
    return reached;
  }

  /** What a route runs for. */
  Set<Purpose> purposes(Route route) {
    Set<Purpose> known = purposes.get(route);
    Set<Purpose> all = new HashSet<>(known == null ? Set.of() : known);
    collect(route, all, new HashSet<>());
    return all.isEmpty() ? Set.of(Purpose.OTHER) : all;
  }

  private void collect(Route route, Set<Purpose> all, Set<Route> seen) {
    if (!seen.add(route)) {
      return;
    }
    String id = String.valueOf(route.id());
    if (route.isConfiguration()) {
      all.addAll(Set.of(Purpose.values()));
    } else if (id.startsWith("webhook-") || id.startsWith("event-intake-")) {
      all.add(Purpose.WEBHOOK);
    } else if (id.matches("(data-request|user-data|reply)-.*")) {
      all.add(Purpose.DATA_REQUEST);
    } else if (id.matches("notify|notify-trouble|notice-dispatch|operation-notices")) {
      all.add(Purpose.NOTICE);
    } else if (id.startsWith("event-")) {
      all.add(Purpose.EVENT);
    }
    callers(route).forEach(step -> collect(step.route(), all, seen));
    String input = route.input() == null ? "" : route.input().scheme();
    if (!Set.of("direct", "seda").contains(input) && all.isEmpty()) {
      all.add(Purpose.OTHER);
    }
  }

  /**
   * The names of the events that a route runs for. Empty if it may be any, or events that M2M's
   * documents don't have.
   */
  Set<String> events(Route route) {
    Set<String> events = new HashSet<>();
    return collectEvents(route, events, new HashSet<>()) ? events : Set.of();
  }

  /** Returns false if the route runs for other events, too. */
  private boolean collectEvents(Route route, Set<String> events, Set<Route> seen) {
    if (!seen.add(route)) {
      return true;
    }
    String event = event(route);
    if (event != null) {
      events.add(event);
      return true;
    }
    List<Step> all = callers(route);
    return !all.isEmpty()
        && !String.valueOf(route.id()).startsWith("event-")
        && all.stream().allMatch(step -> collectEvents(step.route(), events, seen));
  }

  /** The event that a route is named after; null if there is none. */
  private static @Nullable String event(Route route) {
    String id = String.valueOf(route.id());
    return EventFields.events().stream()
        .filter(event -> id.equals("event-" + event.replace('.', '-').replace('_', '-')))
        .findFirst()
        .orElse(null);
  }

  /** The steps that have run when a step begins, in this route and in those that call it. */
  List<Step> before(Step step) {
    List<Step> before = new ArrayList<>();
    before(step, before, new HashSet<>());
    return before;
  }

  private void before(Step step, List<Step> before, Set<Route> seen) {
    Route route = step.route();
    List<Step> around = step.ancestors();
    for (Step each : (Iterable<Step>) route.allSteps()::iterator) {
      if (each == step) {
        break;
      }
      if (!around.contains(each)) {
        before.add(each);
        within(each, before, new HashSet<>());
      }
    }
    if (seen.add(route)) {
      callers(route).forEach(caller -> before(caller, before, seen));
    }
  }

  private void within(Step step, List<Step> before, Set<Route> seen) {
    Route called = target(step);
    if (called != null && seen.add(called)) {
      called
          .allSteps()
          .forEach(
              each -> {
                before.add(each);
                within(each, before, seen);
              });
    }
  }
}
