package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an event must not lose in a step. */
enum Work {
  NONE(""),
  CALL("a call to another system"),
  EFFECT("an effect"),
  FORWARD("the forward");

  /** Calls that get something, whose failure may have another value in its place. */
  private static final Set<String> READS = Set.of("enrich", "pollEnrich", "poll");

  /** Components that only tell people of a failure. */
  private static final Set<String> TELLS =
      Set.of("smtp", "smtps", "slack", "telegram", "seda", "file-watch", "cloudevents");

  private static final Set<String> HANDLERS = Set.of("doCatch", "doFinally", "onFallback");

  private final String text;

  Work(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The most important work in a step and in what it calls. */
  static Work of(Site site, Step step) {
    return of(site, step.children(), new HashSet<>());
  }

  /** The most important work of a step itself and in it. */
  static Work withIt(Site site, Step step) {
    return of(site, List.of(step), new HashSet<>());
  }

  /** The most important work in a route. */
  static Work of(Site site, Route route) {
    return of(site, route.steps(), new HashSet<>(Set.of(route)));
  }

  private static Work of(Site site, List<Step> steps, Set<Route> visited) {
    Work most = NONE;
    for (Step step : steps) {
      if (!step.isDisabled() && !HANDLERS.contains(step.kind())) {
        Work own = own(site, step, visited);
        Work within = of(site, step.children(), visited);
        Work more = own.compareTo(within) > 0 ? own : within;
        most = more.compareTo(most) > 0 ? more : most;
      }
    }
    return most;
  }

  private static Work own(Site site, Step step, Set<Route> visited) {
    Call call = step.call();
    if (call == null) {
      return NONE;
    }
    if (EventWays.FORWARD.equals(call.direct())) {
      return FORWARD;
    }
    Route called = RouteGraph.of(site).called(step);
    if (called != null) {
      return !EventWays.isAside(called) && visited.add(called)
          ? of(site, called.steps(), visited)
          : NONE;
    }
    Statement statement = Statement.of(site, step);
    if (statement != null) {
      boolean isEffect = statement.writes() || Policies.isWithin(step, Policies.EFFECTS_ONCE);
      return isEffect ? EFFECT : NONE;
    }
    return isReading(step, call) || OutsideCalls.scheme(site, step).isEmpty() ? NONE : CALL;
  }

  private static boolean isReading(Step step, Call call) {
    return READS.contains(step.kind())
        || step.value().text("variableReceive") != null
        || "GET".equals(call.options().get("httpMethod"))
        || isGet(step)
        || call.options().containsKey("waitForTaskToComplete");
  }

  /** Whether a step before it, next to it, sets the method of an HTTP call to GET. */
  static boolean isGet(Step step) {
    Step parent = step.parent();
    List<Step> siblings = parent == null ? step.route().steps() : parent.children();
    return siblings.stream()
        .takeWhile(each -> each != step)
        .filter(each -> each.kind().startsWith("setHeader"))
        .flatMap(each -> Expressions.of(each).stream())
        .anyMatch(expression -> "GET".equals(expression.text().text()));
  }

  /** Whether a step does, elsewhere, what failed: a message to people isn't that. */
  static boolean isFallback(Site site, Step step) {
    Call call = step.call();
    if (call == null || call.uri().contains("m2m.notify.endpoint")) {
      return false;
    }
    Route called = RouteGraph.of(site).called(step);
    if (called != null) {
      return !EventWays.isAside(called) && of(site, called) != NONE;
    }
    Statement statement = Statement.of(site, step);
    return statement == null
        ? OutsideCalls.scheme(site, step).filter(scheme -> !TELLS.contains(scheme)).isPresent()
        : statement.writes();
  }
}
