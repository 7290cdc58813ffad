package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows what the steps of an event's route make of its body. */
final class BodyChanges {
  private static final Set<String> CHANGES =
      Set.of("setBody", "transform", "marshal", "unmarshal", "enrich", "pollEnrich", "poll");

  /** Steps of code, of which nobody knows what they do to the body. */
  private static final Set<String> MAY_CHANGE =
      Set.of("process", "bean", "split", "aggregate", "loop");

  /** Components that leave no answer as the body. */
  private static final Set<String> NO_ANSWER =
      Set.of("log", "micrometer", "file", "ftp", "ftps", "sftp", "kafka", "seda", "mock", "");

  /** The project's routes that restore the body before they return. */
  private static final Set<String> RESTORE =
      Set.of(
          "event-forward",
          "user-data-prefetch",
          "data-request-answer",
          "operation-notices",
          "notify",
          "webhook-report");

  private final Site site;
  private final RouteGraph graph;

  BodyChanges(Site site, RouteGraph graph) {
    this.site = site;
    this.graph = graph;
  }

  /** Whether the body is the event's JSON when a step begins, as far as the files show. */
  boolean isEvent(RouteGraph graph, Step step) {
    return isEvent(graph, step, new HashSet<>());
  }

  private boolean isEvent(RouteGraph graph, Step step, Set<Route> seen) {
    Route route = step.route();
    if (route.isConfiguration() || !seen.add(route)) {
      return false;
    }
    if (lastChange(step, true) != null) {
      return false;
    }
    boolean isEvents = !graph.events(route).isEmpty() || route.is("event-unknown");
    List<Step> callers = graph.callers(route);
    return isEvents
        && (route.is("event-unknown")
            || callers.stream()
                .allMatch(
                    each ->
                        each.route().is("event-dispatch")
                            || each.route().is("data-request-dispatch")
                            || isEvent(graph, each, seen)));
  }

  /**
   * The last step before a step in its route that changes the body; null if there is none, or the
   * body was restored since.
   *
   * @param mayToo whether steps count that perhaps change it
   */
  @Nullable Step lastChange(Step step, boolean mayToo) {
    Step last = null;
    List<Step> around = step.ancestors();
    for (Step each : (Iterable<Step>) step.route().allSteps()::iterator) {
      if (each == step) {
        break;
      }
      if (isRestored(each)) {
        last = null;
      } else if (changes(each, mayToo, new HashSet<>()) && !isUndone(each, around)) {
        last = each;
      }
    }
    return around.stream().anyMatch(each -> each.kind().equals("split")) && mayToo ? step : last;
  }

  private static boolean isRestored(Step step) {
    return step.kind().equals("claimCheck")
        && String.valueOf(step.value().text("operation")).matches("(?i)(get|pop).*");
  }

  /** A policy outside-once restores the body behind it. */
  private static boolean isUndone(Step step, List<Step> around) {
    return step.ancestors().stream()
        .anyMatch(
            each ->
                (each.kind().equals("policy")
                        && "outside-once".equals(each.value().text("ref"))
                        && !around.contains(each))
                    || ((each.kind().equals("multicast") || each.kind().equals("split"))
                        && !around.contains(each)));
  }

  private boolean changes(Step step, boolean mayToo, Set<Route> seen) {
    if (step.value().text("variableReceive") != null || step.value().text("toVariable") != null) {
      return false;
    }
    if (CHANGES.contains(step.kind()) || (mayToo && MAY_CHANGE.contains(step.kind()))) {
      return !(step.kind().equals("setBody") && isTheBodyItself(step));
    }
    Call call = step.kind().equals("wireTap") ? null : step.call();
    if (call == null) {
      return step.kind().equals("recipientList") && mayToo;
    }
    Route called = graph.called(step);
    if (called != null) {
      return !RESTORE.contains(String.valueOf(called.id()))
          && seen.add(called)
          && called.allSteps().anyMatch(each -> changes(each, mayToo, seen));
    }
    return switch (call.scheme()) {
      case "sql" -> isRead(call);
      case "http", "https", "jdbc" -> true;
      default -> mayToo && !NO_ANSWER.contains(call.scheme());
    };
  }

  private static boolean isTheBodyItself(Step step) {
    return Expressions.of(step).stream().anyMatch(each -> "${body}".equals(each.text().text()));
  }

  /** Whether the rows of a statement replace the body. */
  private boolean isRead(Call call) {
    if ("true".equals(call.options().get("noop")) || call.options().get("outputHeader") != null) {
      return false;
    }
    return EvaluatedTexts.statement(site, call)
        .replaceAll("(?s)/\\*.*?\\*/|--[^\\n]*", " ")
        .strip()
        .toLowerCase(Locale.ROOT)
        .startsWith("select");
  }
}
