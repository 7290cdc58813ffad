package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SIGNATURE_NOT_FIRST;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.WebhookWalk.Visit;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is done with a webhook before its signature is verified, and no way leads around that.
 */
final class SignatureRule implements Rule {
  private static final Set<String> LOCAL =
      Set.of("direct", "micrometer", "bean", "class", "controlbus", "");
  private static final Set<String> BODY_STEPS =
      Set.of("unmarshal", "marshal", "convertBodyTo", "split", "aggregate", "wireTap", "enrich");
  private static final Set<String> BODY_LANGUAGES = Set.of("jsonpath", "jq", "xpath", "tokenize");
  private static final Pattern BODY =
      Pattern.compile("\\$\\{\\s*(in\\.)?(body|mandatoryBody|prettyBody|messageAs)");

  /** The bean, and its result, by which the intake goes through the records of a batch. */
  private static final Set<String> BATCH = Set.of("record-batch", "storedRecords");

  private static final String RECEIVED = "the request is answered as received";
  private static final String KAFKA = "event-intake-kafka";

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    for (Route route : routes.included()) {
      WebhookWalk walk = walk(route, routes);
      if (walk != null) {
        check(route, walk, routes, findings);
      }
    }
  }

  /** The way of what a route receives from outside; null if it isn't M2M's webhooks. */
  private static @Nullable WebhookWalk walk(Route route, SiteRoutes routes) {
    if (routes.input(route, "platform-http") == null && !route.is(KAFKA)) {
      return null;
    }
    WebhookWalk walk = WebhookWalk.through(route.steps(), routes);
    boolean reads =
        walk.visits().stream()
            .map(Visit::step)
            .anyMatch(step -> Webhook.is(step, Webhook.READ) || Webhook.isStore(step));
    return reads || route.is(Spine.WEBHOOK_RECEIVE) ? walk : null;
  }

  private static void check(Route route, WebhookWalk walk, SiteRoutes routes, Findings findings) {
    Step verifies = null;
    for (Visit visit : walk.visits()) {
      Step step = visit.step();
      String problem = visit.before().verified() ? null : problem(visit, routes);
      if (problem != null) {
        add(route, verifies, step, problem, findings);
        return;
      }
      verifies = Webhook.is(step, Webhook.VERIFY) ? step : verifies;
    }
    if (verifies == null) {
      findings.add(
          SIGNATURE_NOT_FIRST,
          route.place(),
          route.name(),
          "no step verifies M2M's signature",
          "put the step verify-signature back, before all others that use the request");
    }
  }

  private static void add(
      Route route, @Nullable Step verifies, Step step, String problem, Findings findings) {
    if (verifies == null) {
      findings.add(
          SIGNATURE_NOT_FIRST,
          step.place(),
          step.where(),
          problem + " before the signature is verified, so that anybody's request gets there",
          "move the step below verify-signature, which is in " + route.name());
    } else {
      findings.add(
          SIGNATURE_NOT_FIRST,
          verifies.place(),
          verifies.where(),
          "not every request passes this step, and " + step.where() + " runs for each",
          "move the step out of the branch that it is in");
    }
  }

  /** What a step does that needs a verified request, as a verb; null if it does nothing of it. */
  private static @Nullable String problem(Visit visit, SiteRoutes routes) {
    Step step = visit.step();
    Call call = routes.call(step);
    boolean answersReceived =
        Webhook.statuses(step, routes).stream().anyMatch(Webhook.Status::isSuccess);
    if (visit.path().stream().anyMatch(route -> route.is(Webhook.ANSWER))) {
      // A refusal is answered and reported too.
      return answersReceived ? RECEIVED : null;
    } else if (Webhook.is(step, Webhook.READ)
        || (BODY_STEPS.contains(step.kind()) && !isOfBatch(step))) {
      return "the step uses the request's body";
    } else if (Webhook.isStore(step) || step.kind().equals("idempotentConsumer")) {
      return "the step stores the request";
    } else if (call != null && call.scheme().equals("log")) {
      return "false".equals(call.options().get("showBody")) ? null : "the step logs the body";
    } else if (call != null && !LOCAL.contains(call.scheme())) {
      return "the step calls " + call.scheme();
    } else if (readsBody(step)) {
      return "the step reads the request's body";
    } else if (answersReceived) {
      return RECEIVED;
    } else if (step.kind().equals("stop") && !visit.before().answered()) {
      return "the step ends the request, which is then answered 200,";
    }
    return null;
  }

  /** Whether a split goes through the records of a batch, rather than through a record's body. */
  private static boolean isOfBatch(Step step) {
    return step.kind().equals("split")
        && Expressions.of(step).stream()
            .anyMatch(each -> BATCH.contains(String.valueOf(each.text().text())));
  }

  private static boolean readsBody(Step step) {
    String message = step.kind().equals("log") ? text(step) : "";
    return BODY.matcher(message).find()
        || Expressions.of(step).stream()
            .anyMatch(
                each ->
                    BODY_LANGUAGES.contains(each.language())
                        || BODY.matcher(String.valueOf(each.text().text())).find());
  }

  private static String text(Step log) {
    String message = log.value().text() == null ? log.value().text("message") : log.value().text();
    return message == null ? "" : message;
  }
}
