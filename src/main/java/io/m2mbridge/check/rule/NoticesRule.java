package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AT_MOST_ONCE;
import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The notices of the inbox, and what no attempt could do, reach the team. */
final class NoticesRule implements Rule {
  /** The routes that a notice passes, and what is lost if one of them sends nothing. */
  private static final Map<String, String> WAY =
      Map.of(
          "notice-dispatch", "no notice is sent, and each counts as sent",
          "notify-trouble", "your team isn't told of dead events, and each notice counts as sent",
          "notify", "no notice is sent, and each counts as sent");

  private static final String OPERATION_NOTICES = "operation-notices";

  private static final Set<String> QUEUES = Set.of("seda", "disruptor", "vm");

  private static final Set<String> CODE = Set.of("process", "bean", "script", "toD", "wireTap");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    routes.included().stream()
        .filter(route -> WAY.containsKey(String.valueOf(route.id())))
        .forEach(route -> way(site, routes, route, findings));
    if (EventWays.usesDatabase(site)) {
      Spine.dispatchers(routes).forEach(dispatcher -> dead(dispatcher, findings));
      ofOperations(site, routes, findings);
    }
  }

  private static void way(Site site, SiteRoutes routes, Route route, Findings findings) {
    String name = String.valueOf(route.id());
    if (!isSent(site, routes, route)) {
      findings.add(
          STEP_MISSING,
          route.place(),
          name,
          "no step sends the notice, so that " + WAY.get(name),
          "put the step back, as routes/"
              + name
              + ".camel.yaml of the release has it, or call the"
              + " endpoint of your team");
    } else if (name.equals("notice-dispatch")) {
      routes.allSteps(route).forEach(step -> queue(routes, step, findings));
    }
  }

  /** Whether a step sends it; in notice-dispatch in each branch, for news and for trouble. */
  private static boolean isSent(Site site, SiteRoutes routes, Route route) {
    List<Step> steps = route.steps();
    if (route.is("notice-dispatch") && steps.size() == 1 && steps.get(0).kind().equals("choice")) {
      return steps.get(0).children().stream()
          .allMatch(branch -> branch.descendants().anyMatch(step -> sends(site, step)));
    }
    return routes.allSteps(route).anyMatch(step -> sends(site, step));
  }

  /** Whether a step passes the notice on, or writes it into the log. */
  private static boolean sends(Site site, Step step) {
    Call call = step.call();
    if (step.isDisabled() || step.ancestors().stream().anyMatch(NoticesRule::isAfterFailure)) {
      return false;
    }
    if (step.kind().equals("log")) {
      String text = step.value().text();
      return String.valueOf(text == null ? step.value().text("message") : text).contains("${");
    }
    return CODE.contains(step.kind())
        || (call != null
            && (call.uri().startsWith("{{")
                || Set.of("direct", "seda", "log").contains(call.scheme())
                || OutsideCalls.scheme(site, step).isPresent()));
  }

  private static boolean isAfterFailure(Step step) {
    return step.kind().equals("doCatch");
  }

  /** A notice counts as sent when the steps of notice-dispatch end. */
  private static void queue(SiteRoutes routes, Step step, Findings findings) {
    Call call = routes.call(step);
    if (call != null
        && QUEUES.contains(call.scheme())
        && !"Always".equals(call.options().get("waitForTaskToComplete"))) {
      findings.add(
          AT_MOST_ONCE,
          step.place(),
          step.where(),
          "the queue "
              + call.path()
              + " keeps the notice in memory, and it counts as sent, so that it is lost if the"
              + " process ends or the work fails",
          "write waitForTaskToComplete: Always");
    }
  }

  /** The effects of an operation write its notice, where the notice is a row. */
  private static void ofOperations(Site site, SiteRoutes routes, Findings findings) {
    Route event = routes.route("event-operation-created");
    Route notices = routes.direct(OPERATION_NOTICES);
    if (event == null
        || notices == null
        || routes.allSteps(notices).noneMatch(step -> isRow(site, step))) {
      return;
    }
    boolean isWritten =
        routes
            .allSteps(event)
            .filter(
                step ->
                    step.ancestors().stream().anyMatch(each -> each.kind().equals("policy"))
                        || step.parent() == null) // as in older copies
            .anyMatch(step -> isRow(site, step) || notices.equals(routes.called(step)));
    if (!isWritten) {
      findings.add(
          STEP_MISSING,
          event.place(),
          event.name(),
          "the step notices-on-operation-created is missing, so that your team"
              + " isn't told of operations",
          "put it back, as routes/event-operation-created.camel.yaml of the release has it");
    }
  }

  private static boolean isRow(Site site, Step step) {
    Statement statement = Statement.of(site, step);
    return statement != null && "notice".equals(statement.shipped());
  }

  private static void dead(Route dispatcher, Findings findings) {
    Call input = dispatcher.input();
    if (input != null && input.options().getOrDefault("deadLetterUri", "").isBlank()) {
      findings.add(
          STEP_MISSING,
          dispatcher.place(),
          dispatcher.name(),
          "the option deadLetterUri is missing, so that your team isn't told of an event that failed"
              + " until its last attempt",
          "write deadLetterUri: seda:notify-trouble");
    }
  }
}
