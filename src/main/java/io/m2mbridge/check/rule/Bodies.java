package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the body at a step holds an event or a user's data. The steps of a route are
 * followed in the order in which they run. A step that only some events pass counts as passed.
 */
final class Bodies {
  private static final Set<String> USER_DATA = Set.of("user-data-lookup", "user-data-get");

  /** Components whose answer replaces the body. */
  private static final Set<String> ANSWERS =
      Set.of("http", "https", "sql", "jdbc", "caffeine-cache", "bean", "class");

  private final RouteGraph graph;
  private final Map<Route, Boolean> atStart = new HashMap<>();
  private final Map<Step, Boolean> inFront = new HashMap<>();

  Bodies(Site site) {
    this.graph = RouteGraph.of(site);
  }

  /** Whether the body in front of a step may hold an event or a user's data. */
  boolean isPersonal(Step step) {
    Boolean known = inFront.get(step);
    if (known == null) {
      known = new Walk(step, new ArrayDeque<>()).route(step.route(), start(step.route()));
      inFront.put(step, known);
    }
    return known;
  }

  private boolean start(Route route) {
    Boolean known = atStart.get(route);
    if (known == null) {
      // A route that calls itself adds nothing.
      atStart.put(route, false);
      known = startOf(route);
      atStart.put(route, known);
    }
    return known;
  }

  private boolean startOf(Route route) {
    Call input = route.input();
    if (route.isConfiguration() || input == null) {
      return true;
    }
    return switch (input.scheme()) {
      case "m2m-deliveries" -> true;
      case "platform-http" -> input.path().startsWith("/webhooks/m2m");
      case "direct", "seda" -> isCalledWithAnEvent(route);
      default -> route.name().startsWith("event-intake");
    };
  }

  private boolean isCalledWithAnEvent(Route route) {
    List<Step> callers = graph.callers(route);
    return callers.isEmpty()
        ? !route.name().startsWith("notify")
        : callers.stream().anyMatch(this::isPersonal);
  }

  /** Follows the body through the steps of a route, until a step or to the end. */
  private final class Walk {
    private final @Nullable Step end;
    private final Deque<Route> path;
    private boolean isAtEnd;
    private boolean isKept;

    Walk(@Nullable Step end, Deque<Route> path) {
      this.end = end;
      this.path = path;
    }

    boolean route(Route route, boolean isPersonal) {
      path.push(route);
      isKept = isPersonal;
      boolean after = steps(route.steps(), isPersonal);
      path.pop();
      return after;
    }

    private boolean steps(List<Step> steps, boolean start) {
      boolean isPersonal = start;
      for (Step step : steps) {
        isPersonal = step(step, isPersonal);
        if (isAtEnd) {
          break;
        }
      }
      return isPersonal;
    }

    private boolean step(Step step, boolean isPersonal) {
      isAtEnd = step.equals(end);
      if (isAtEnd) {
        return isPersonal;
      }
      return switch (step.kind()) {
        case "choice", "circuitBreaker" -> branches(step.children(), isPersonal);
        case "doTry" -> attempt(step, isPersonal);
        case "multicast", "split", "loop" -> copies(step, isPersonal);
        case "claimCheck" -> claimCheck(step, isPersonal);
        default -> steps(step.children(), after(step, isPersonal));
      };
    }

    /** One of them runs. */
    private boolean branches(List<Step> branches, boolean start) {
      boolean isPersonal = branches.isEmpty() && start;
      for (Step branch : branches) {
        boolean after = step(branch, start);
        if (isAtEnd) {
          return after;
        }
        isPersonal |= after;
      }
      return isPersonal;
    }

    private boolean attempt(Step step, boolean start) {
      List<Step> handlers =
          step.children().stream().filter(each -> each.kind().equals("doCatch")).toList();
      List<Step> others =
          step.children().stream().filter(each -> !handlers.contains(each)).toList();
      boolean after = steps(others, start);
      return (isAtEnd || handlers.isEmpty()) ? after : branches(handlers, start) || after;
    }

    /** Each part begins with the same body, and what they make of it isn't the body after them. */
    private boolean copies(Step step, boolean start) {
      for (Step each : step.children()) {
        boolean after = step(each, start);
        if (isAtEnd) {
          return after;
        }
      }
      return start;
    }

    private boolean claimCheck(Step step, boolean isPersonal) {
      if (Set.of("Set", "Push").contains(String.valueOf(step.value().text("operation")))) {
        isKept = isPersonal;
      }
      return isKept;
    }

    private boolean after(Step step, boolean isPersonal) {
      if (step.kind().equals("setBody") || step.kind().equals("transform")) {
        // A notice with personal data is told where it is written.
        return !step.route().is("notify")
            && Expressions.of(step).stream()
                .anyMatch(each -> Personal.isIn(each.language(), each.text().text(), isPersonal));
      }
      Call call = step.call();
      if (call == null
          || step.kind().equals("wireTap")
          || step.value().get("variableReceive") != null) {
        return isPersonal;
      }
      Route called = graph.called(step);
      if (called != null || call.direct() != null) {
        boolean isUserData = USER_DATA.contains(String.valueOf(call.direct()));
        if (called == null || isUserData || path.contains(called)) {
          return isPersonal || isUserData;
        }
        return new Walk(null, path).route(called, isPersonal);
      }
      boolean isReplaced =
          Stream.of("enrich", "pollEnrich", "poll").anyMatch(step.kind()::equals)
              ? step.value().get("aggregationStrategy") == null
              : ANSWERS.contains(call.scheme()) && !"true".equals(call.options().get("noop"));
      return isReplaced ? USER_DATA.contains(step.route().name()) : isPersonal;
    }
  }
}
