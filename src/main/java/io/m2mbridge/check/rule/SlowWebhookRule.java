package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SLOW_WEBHOOK;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.WebhookWalk.Visit;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** With PostgreSQL one thread answers all webhooks, so that no step of theirs may wait. */
final class SlowWebhookRule implements Rule {
  private static final Set<String> IN_PROCESS =
      Set.of(
          "direct",
          "log",
          "micrometer",
          "bean",
          "class",
          "language",
          "controlbus",
          "dataset",
          "mock",
          "file",
          "validator",
          "");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route route = routes.route(Spine.WEBHOOK_RECEIVE);
    if (route == null) {
      return;
    }
    WebhookWalk.through(route.steps(), routes).visits().stream()
        .filter(visit -> visit.before().verified())
        .forEach(visit -> check(visit, routes, findings));
    for (Step handler : WebhookFailuresRule.handlers(route, routes)) {
      WebhookWalk.through(handler.children(), routes)
          .visits()
          .forEach(visit -> check(visit, routes, findings));
    }
  }

  private static void check(Visit visit, SiteRoutes routes, Findings findings) {
    String problem = waits(visit, routes);
    if (problem != null) {
      findings.add(
          SLOW_WEBHOOK,
          visit.step().place(),
          visit.step().where(),
          problem + ", and meanwhile the one thread that answers webhooks answers no other",
          advice(visit.step()));
    }
  }

  private static String advice(Step step) {
    return step.kind().equals("to") && String.valueOf(step.value().text("uri")).startsWith("seda")
        ? "write waitForTaskToComplete: Never"
        : "move the step into the route of the event, which runs after the answer";
  }

  /** Why a step may wait; null if it doesn't, or if it may because nothing is stored. */
  static @Nullable String waits(Visit visit, SiteRoutes routes) {
    if (!Spine.isStored(routes)) {
      return null;
    }
    Step step = visit.step();
    Call call = routes.call(step);
    if (step.kind().equals("delay")) {
      return "the step waits";
    } else if (step.kind().equals("pollEnrich") || step.kind().equals("poll")) {
      return "the step waits for a message";
    } else if (step.kind().equals("throttle")
        && !"true".equals(step.value().text("rejectExecution"))) {
      return "the step waits for its turn";
    } else if (call == null || step.kind().equals("wireTap") || call.uri().startsWith("{{")) {
      return null;
    } else if (call.scheme().equals("seda")) {
      boolean isLeft =
          "Never".equalsIgnoreCase(call.options().get("waitForTaskToComplete"))
              || "InOnly".equalsIgnoreCase(step.value().text("pattern"))
              || "InOnly".equalsIgnoreCase(call.options().get("exchangePattern"));
      return isLeft ? null : "the step waits until the reader of the queue is done";
    }
    return IN_PROCESS.contains(call.scheme()) ? null : "the call to " + call.scheme() + " may wait";
  }
}
