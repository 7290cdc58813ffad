package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which route calls which, by {@code direct} and {@code seda}, and for what. */
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

  private final Site site;
  private final Map<Route, List<Step>> callers = new LinkedHashMap<>();
  private final Map<String, Route> inputs = new HashMap<>();
  private final Map<Route, Set<Purpose>> purposes = new HashMap<>();

  RouteGraph(Site site) {
    this.site = site;
    site.routes().forEach(route -> inputs.put(endpoint(route.input()), route));
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(
            step -> {
              Route called = called(step);
              if (called != null) {
                callers.computeIfAbsent(called, any -> new ArrayList<>()).add(step);
              }
            });
    site.routes().forEach(this::deadLetters);
  }

  /** The route of dead letters is called for notices. */
  private void deadLetters(Route route) {
    Step from = route.from();
    YamlNode parameters = from == null ? null : from.value().get("parameters");
    String uri = parameters == null ? null : parameters.text("deadLetterUri");
    Route called = uri == null ? null : inputs.get(plain(uri));
    if (called != null) {
      purposes.computeIfAbsent(called, any -> new HashSet<>()).add(Purpose.NOTICE);
    }
  }

  private String endpoint(@Nullable Call call) {
    return call == null
        ? ""
        : plain(call.uri().contains(":") ? call.uri() : call.scheme() + ":" + call.path());
  }

  private String plain(String uri) {
    return new Placeholders(site)
        .resolveSettings(uri)
        .orElse("")
        .replaceAll("\\?.*", "")
        .replace("://", ":");
  }

  /** The route that a step calls; null if it calls none, or none that is known. */
  @Nullable Route called(Step step) {
    Call call = step.kind().equals("from") ? null : step.call();
    String endpoint = endpoint(call);
    return endpoint.startsWith("direct:") || endpoint.startsWith("seda:")
        ? inputs.get(endpoint)
        : null;
  }

  /** The steps that call a route. */
  List<Step> callers(Route route) {
    return callers.getOrDefault(route, List.of());
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
    Route called = called(step);
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
