package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.WEBHOOK_STATUS;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.WebhookWalk.Visit;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;

/** A webhook that is stored is answered 2xx ({@code docs/protocol.md, "Delivery"}). */
final class WebhookStatusRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route route = routes.route(Spine.WEBHOOK_RECEIVE);
    if (route == null) {
      return;
    }
    WebhookWalk.through(route.steps(), routes).visits().stream()
        .filter(visit -> visit.before().verified() && visit.before().stored())
        .forEach(visit -> check(visit, routes, findings));
  }

  private static void check(Visit visit, SiteRoutes routes, Findings findings) {
    Step step = visit.step();
    for (Webhook.Status status : Webhook.statuses(step, routes)) {
      if (status.constant() != null && !status.isSuccess()) {
        findings.add(
            WEBHOOK_STATUS,
            status.node().place(),
            step.where(),
            "a webhook that is stored is answered "
                + status.constant()
                + ", so that M2M sends it again",
            "answer 200, or another status from 200 to 299");
      }
    }
    Call call = routes.call(step);
    if (call != null && Webhook.ANSWER.equals(call.direct()) && !visit.before().statusSet()) {
      findings.add(
          WEBHOOK_STATUS,
          step.place(),
          step.where(),
          "no step sets the variable status before the answer",
          "set it to 200 after the step store");
    }
  }
}
