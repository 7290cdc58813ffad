package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.RUNS_FOR_DUPLICATES;
import static io.m2mbridge.check.finding.FindingKind.STORE_ORDER;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.WebhookWalk.State;
import io.m2mbridge.check.rule.WebhookWalk.Visit;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A webhook is read, stored, run if it is new, and then answered. */
final class StoreOrderRule implements Rule {
  private static final Set<String> HARMLESS = Set.of("direct", "log", "micrometer", "controlbus");
  private static final Set<String> WORKING =
      Set.of("process", "bean", "script", "policy", "transacted", "aggregate", "wireTap", "delay");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    Route route = routes.route(Spine.WEBHOOK_RECEIVE);
    if (route == null) {
      return;
    }
    WebhookWalk walk = WebhookWalk.through(route.steps(), routes);
    if (!order(walk, routes, findings)) {
      first(route, walk, findings);
      walk.visits().forEach(visit -> duplicates(visit, routes, findings));
    }
  }

  private static boolean order(WebhookWalk walk, SiteRoutes routes, Findings findings) {
    for (Visit visit : walk.visits()) {
      String problem = visit.before().verified() ? problem(visit, routes) : null;
      if (problem != null) {
        findings.add(
            STORE_ORDER,
            visit.step().place(),
            visit.step().where(),
            problem,
            "keep the order verify-signature, read-envelope, store, first-delivery-only, answer,"
                + " each of them outside branches");
        return true;
      }
    }
    return false;
  }

  private static @Nullable String problem(Visit visit, SiteRoutes routes) {
    State before = visit.before();
    Step step = visit.step();
    if (Webhook.isStore(step) && !before.read()) {
      return "the webhook is stored before read-envelope has read it";
    } else if (Webhook.isFirstDeliveryOnly(step) && !before.stored()) {
      return "not every webhook is stored before this step asks whether it is new";
    } else if (before.stored()) {
      return null;
    } else if (isFirstDelivery(step, routes)) {
      return Webhook.FIRST_DELIVERY + " runs before the webhook is stored, and for each copy of it";
    } else if (Webhook.statuses(step, routes).stream().anyMatch(Webhook.Status::isSuccess)) {
      return "a webhook that isn't stored is answered as received, so that its event is lost";
    } else if (step.kind().equals("stop") && !before.answered()) {
      return "a webhook that isn't stored ends here and is answered 200, so that its event is lost";
    }
    return null;
  }

  private static boolean isFirstDelivery(Step step, SiteRoutes routes) {
    Route called = routes.called(step);
    return called != null && called.is(Webhook.FIRST_DELIVERY);
  }

  /** The step for first deliveries is there, and what it is for is in it. */
  private static void first(Route route, WebhookWalk walk, Findings findings) {
    boolean isThere =
        walk.visits().stream().map(Visit::step).anyMatch(Webhook::isFirstDeliveryOnly);
    if (isThere || !walk.end().verified()) {
      return;
    }
    boolean runsForAll =
        walk.visits().stream()
            .flatMap(visit -> visit.path().stream())
            .anyMatch(called -> called.is(Webhook.FIRST_DELIVERY));
    findings.add(
        runsForAll ? RUNS_FOR_DUPLICATES : STORE_ORDER,
        route.place(),
        route.name(),
        "the idempotentConsumer first-delivery-only is missing, so that "
            + (runsForAll
                ? "each copy of a webhook runs " + Webhook.FIRST_DELIVERY
                : "nothing runs " + Webhook.FIRST_DELIVERY),
        "put the step back after the step store");
  }

  private static void duplicates(Visit visit, SiteRoutes routes, Findings findings) {
    Step step = visit.step();
    if (Webhook.isFirstDeliveryOnly(step)
        && "false".equalsIgnoreCase(String.valueOf(step.value().text("skipDuplicate")))) {
      findings.add(
          RUNS_FOR_DUPLICATES,
          step.place(),
          step.where(),
          "skipDuplicate: false runs the steps for each copy of a webhook",
          "write skipDuplicate: true");
    }
    boolean isLater = visit.before().first() && !visit.excludesDuplicates();
    if (!isLater || !works(visit, routes) || SlowWebhookRule.waits(visit, routes) != null) {
      return;
    }
    findings.add(
        RUNS_FOR_DUPLICATES,
        visit.top().place(),
        visit.top().where(),
        "the step comes after first-delivery-only, so that it runs for each copy of a webhook too",
        "move it into the steps of first-delivery-only, or into the route of the event");
  }

  private static boolean works(Visit visit, SiteRoutes routes) {
    boolean isAnswer = visit.path().stream().anyMatch(route -> route.is(Webhook.ANSWER));
    Call call = routes.call(visit.step());
    if (isAnswer || visit.step().kind().equals("from")) {
      return false;
    }
    return WORKING.contains(visit.step().kind())
        || (call != null
            && (!HARMLESS.contains(call.scheme()) || Webhook.FIRST_DELIVERY.equals(call.direct())));
  }
}
