package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;
import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A reply that M2M doesn't take is sent again. */
final class ReplyRule implements Rule {
  private static final String REQUEST = "event-user-data-request";
  private static final String READ_ANSWER = "read-answer";
  private static final String SEND = "reply-send";
  private static final String PUT = "reply-put";

  /** User data, and the deadline of the reply, which the forward must not have. */
  private static final List<String> ONLY_FOR_REPLY =
      List.of("userData", "prefetched", "reply", "retryUntil", "retryAfter");

  @Override
  public void check(Site site, Findings findings) {
    Route request = site.route(REQUEST);
    if (!EventWays.usesDatabase(site) || request == null) {
      return;
    }
    redelivery(site, findings);
    deadline(site, findings);
    kept(request, findings);
    Set<Route> ways = RouteGraph.of(site).from(request);
    ways.stream()
        .flatMap(Route::allSteps)
        .filter(step -> READ_ANSWER.equals(step.value().text("ref")))
        .filter(step -> !SwallowedFailureRule.Rethrows.after(site, step))
        .forEach(
            step ->
                findings.add(
                    SWALLOWED_FAILURE,
                    step.place(),
                    step.where(),
                    "no step after this one throws an exception if M2M did not take the reply, so"
                        + " that it isn't sent again",
                    "put the step try-again back, for the replyResult 'retry'"));
  }

  /** Within an attempt of its event, a reply is sent again by the configuration of its route. */
  private static void redelivery(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route send = site.route(SEND);
    Route put = RouteGraph.of(site).direct(PUT);
    boolean calls =
        send != null && send.allSteps().anyMatch(step -> isCall(step, PUT)) && put != null;
    if (send == null
        || !calls
        || isTold(routes, send)
        || FailureHandlers.of(site, send).stream().anyMatch(ReplyRule::repeats)) {
      return;
    }
    findings.add(
        STEP_MISSING,
        send.place(),
        send.name(),
        "no redelivery applies to the route, so that a reply that M2M didn't take is sent again only"
            + " with the next attempt of the event",
        "write routeConfigurationId: reply-redelivery");
  }

  /** Whether the configuration can't be read, or none has the name: those are other findings. */
  private static boolean isTold(SiteRoutes routes, Route send) {
    boolean isNamed = !ConfigurationNamesRule.ids(send, routes).isEmpty();
    return routes.mayBeUnread("on-failure") || (isNamed && routes.configurations(send).isEmpty());
  }

  /** The statement of the attempt returns no row once no reply may be sent. */
  private static void deadline(Site site, Findings findings) {
    Route put = RouteGraph.of(site).direct(PUT);
    if (put == null || put.allSteps().noneMatch(step -> isCall(step, "reply-call"))) {
      return;
    }
    boolean looks =
        put.allSteps()
            .takeWhile(step -> !isCall(step, "reply-call"))
            .flatMap(step -> Expressions.of(step).stream())
            .anyMatch(each -> String.valueOf(each.text().text()).contains("replyAttempt"));
    if (!looks) {
      findings.add(
          STEP_MISSING,
          put.place(),
          put.name(),
          "no step looks at the variable replyAttempt before the call, so that a reply is sent after"
              + " its deadline, or by two workers",
          "put the step too-late back, as routes/reply-put.camel.yaml of the release has it");
    }
  }

  private static boolean repeats(FailureHandlers.Handler handler) {
    YamlNode policy = handler.node().get("redeliveryPolicy");
    String most = policy == null ? null : policy.text("maximumRedeliveries");
    return most != null && !most.strip().equals("0");
  }

  /** What only the reply needed must not be there when the event is forwarded. */
  private static void kept(Route request, Findings findings) {
    List<Step> steps = request.allSteps().filter(step -> !step.isDisabled()).toList();
    boolean answers = steps.stream().anyMatch(step -> isCall(step, "data-request-answer"));
    boolean forwards = steps.stream().anyMatch(step -> isCall(step, EventWays.FORWARD));
    if (!answers || !forwards) {
      return;
    }
    Set<String> removed =
        steps.stream()
            .dropWhile(step -> !isCall(step, "data-request-answer"))
            .takeWhile(step -> !isCall(step, EventWays.FORWARD))
            .filter(step -> step.kind().matches("(set|remove)Variables?"))
            .flatMap(Changing::assignments)
            .map(each -> String.valueOf(each.text("name")))
            .collect(Collectors.toSet());
    List<String> left =
        removed.contains("*")
            ? List.of()
            : ONLY_FOR_REPLY.stream().filter(name -> !removed.contains(name)).toList();
    // An older copy removes them in a route of its own, or not at all.
    if (!left.isEmpty() && left.size() < ONLY_FOR_REPLY.size()) {
      findings.add(
          STEP_MISSING,
          request.place(),
          request.name(),
          "no step after the answer removes "
              + String.join(", ", left)
              + ", so that what only the reply needed goes on with the event",
          "set "
              + (left.size() == 1 ? "it" : "them")
              + " to ${null} before the forward, as the step forget-what-was-answered of the release"
              + " does");
    }
  }

  private static boolean isCall(Step step, String direct) {
    return step.call() != null && direct.equals(step.call().direct());
  }
}
