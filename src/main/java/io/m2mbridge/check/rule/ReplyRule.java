package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_MISSING;
import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;

/** A data request is answered, and again if M2M doesn't take the reply. */
final class ReplyRule implements Rule {
  private static final String REQUEST = "event-user-data-request";
  private static final String BASE_URL = "m2m.api.base-url";
  private static final String READ_ANSWER = "read-answer";

  @Override
  public void check(Site site, Findings findings) {
    Route request = site.route(REQUEST);
    if (!EventWays.usesDatabase(site) || request == null) {
      return;
    }
    Set<Route> ways = EventWays.from(site, request);
    boolean isSent =
        ways.stream()
            .flatMap(Route::allSteps)
            .filter(step -> !step.isDisabled())
            .anyMatch(ReplyRule::mayReply);
    if (!isSent) {
      findings.add(
          EFFECT_MISSING,
          request.place(),
          request.name(),
          "no step that the route reaches sends a reply to {{m2m.api.base-url}}, so that no data"
              + " request is answered",
          "put back the steps that call data-request-answer, data-request-reply, reply-send,"
              + " reply-put and reply-call");
      return;
    }
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

  /** Whether the step sends to M2M, or to an endpoint that only a running bridge knows. */
  private static boolean mayReply(Step step) {
    return step.call() != null
        && (step.call().uri().contains(BASE_URL)
            || step.call().options().containsKey("httpClientConfigurer"));
  }
}
