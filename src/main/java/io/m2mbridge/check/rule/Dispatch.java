package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of one event from a dispatcher: the routes that it reaches, by the conditions. */
final class Dispatch {
  private static final Set<String> COMPUTED =
      Set.of("recipientList", "dynamicRouter", "routingSlip");

  private final SiteRoutes routes;
  private final Function<String, @Nullable String> values;
  private final Set<String> reached = new HashSet<>();
  private final Set<Route> visited = new HashSet<>();
  private boolean isComputed;
  private boolean isStopped;
  private @Nullable Step taken;

  private Dispatch(SiteRoutes routes, String event) {
    this.routes = routes;
    this.values =
        name ->
            switch (name) {
              case "variable.event", "variable:event" -> event;
              case "variable.eventLabel", "variable:eventLabel" ->
                  Spine.routesByEvent().containsKey(event) ? event : Spine.UNKNOWN;
              default -> null;
            };
  }

  static Dispatch of(Route dispatcher, String event, SiteRoutes routes) {
    Dispatch dispatch = new Dispatch(routes, event);
    dispatch.isStopped = dispatch.visit(dispatcher.steps()) && dispatch.taken == null;
    return dispatch;
  }

  /** The lanes that a dispatcher claims. */
  static List<String> lanes(Route dispatcher, SiteRoutes routes) {
    Step from = dispatcher.from();
    Call input = from == null ? null : routes.call(from);
    String lanes = input == null ? "" : input.options().getOrDefault("lanes", "");
    return Stream.of(lanes.split(",")).map(String::strip).filter(lane -> !lane.isEmpty()).toList();
  }

  /** Whether the event may reach the route of this id. */
  boolean mayReach(String id) {
    return isComputed || reached.contains(id);
  }

  /** Whether a step stops every event before any choice, which is a mistake of its own. */
  boolean isStopped() {
    return isStopped;
  }

  /** The first branch of a choice that the event certainly takes; null without one. */
  @Nullable Step taken() {
    return taken;
  }

  /** Returns whether the event certainly goes no further. */
  private boolean visit(List<Step> steps) {
    for (Step step : routes.steps(steps)) {
      if (visit(step)) {
        return true;
      }
    }
    return false;
  }

  private boolean visit(Step step) {
    return switch (step.kind()) {
      case "stop" -> true;
      case "choice" -> choose(step);
      case "filter" -> filter(step);
      default -> {
        call(step);
        boolean ends = visit(step.children());
        yield ends && Set.of("pipeline", "policy", "step").contains(step.kind());
      }
    };
  }

  private boolean filter(Step filter) {
    Truth truth = routes.condition(filter, values);
    boolean ends = truth != Truth.FALSE && visit(filter.children());
    return ends && truth == Truth.TRUE;
  }

  private boolean choose(Step choice) {
    for (Step branch : routes.steps(choice.children())) {
      Truth truth = branch.kind().equals("when") ? routes.condition(branch, values) : Truth.TRUE;
      if (truth == Truth.FALSE) {
        continue;
      }
      if (truth == Truth.TRUE && taken == null) {
        taken = branch;
      }
      boolean ends = visit(branch.children());
      if (truth == Truth.TRUE) {
        return ends;
      }
    }
    return false;
  }

  private void call(Step step) {
    Call call = routes.call(step);
    if (call == null || COMPUTED.contains(step.kind())) {
      isComputed |= COMPUTED.contains(step.kind());
      return;
    }
    isComputed |= call.uri().contains("${");
    String name = call.scheme().equals("seda") ? call.path() : call.direct();
    if (name == null) {
      return;
    }
    reached.add(name);
    Route target = routes.target(step);
    if (target != null && visited.add(target)) {
      reached.add(target.name());
      visit(target.steps());
    }
  }
}
