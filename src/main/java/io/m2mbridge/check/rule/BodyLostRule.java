package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.BODY_LOST;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A statement that reads {@code :#${body}} needs the event's JSON there. */
final class BodyLostRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    BodyChanges bodies = new BodyChanges(site, graph);
    site.routes()
        .filter(route -> !graph.events(route).isEmpty() || route.is("event-unknown"))
        .forEach(route -> route(site, graph, bodies, route, findings));
  }

  private static void route(
      Site site, RouteGraph graph, BodyChanges bodies, Route route, Findings findings) {
    Set<Step> told = new HashSet<>();
    route
        .allSteps()
        .forEach(
            step -> {
              Step change =
                  readsEvent(site, graph, step, new HashSet<>())
                      ? bodies.lastChange(step, false)
                      : null;
              if (change != null
                  && told.add(change)
                  && !findings.has(FindingKind.CALL_IN_TRANSACTION, change.place())) {
                findings.add(
                    BODY_LOST,
                    change.place(),
                    change.where(),
                    "the step changes the body, and the step "
                        + (step.id() == null ? step.kind() : step.id())
                        + " after it reads the event from the body",
                    change.call() == null
                        ? "put it behind that step, or set a variable in place of the body"
                        : "take the answer into a variable by variableReceive");
              }
            });
  }

  private static boolean readsEvent(Site site, RouteGraph graph, Step step, Set<Route> seen) {
    Route called = graph.called(step);
    if (called != null) {
      return !String.valueOf(called.id()).matches("event-forward|user-data-.*|notify.*")
          && seen.add(called)
          && called.allSteps().anyMatch(each -> readsEvent(site, graph, each, seen));
    }
    Call call = step.call();
    return call != null
        && EvaluatedOptions.SQL.contains(call.scheme())
        && EvaluatedTexts.of(site, step).stream()
            .anyMatch(text -> text.text().equals("${body}") && isEvent(site, call));
  }

  /** Whether the statement takes the body as an event, and not as a value that a step put there. */
  private static boolean isEvent(Site site, Call call) {
    String text = EvaluatedTexts.statement(site, call);
    return text.replaceAll("\\s", "").toLowerCase(Locale.ROOT).contains("'data'")
        || text.toLowerCase(Locale.ROOT).contains("json");
  }
}
