package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import java.util.Set;

/** A reply that M2M doesn't take is sent again. */
final class ReplyRule implements Rule {
  private static final String REQUEST = "event-user-data-request";
  private static final String READ_ANSWER = "read-answer";

  @Override
  public void check(Site site, Findings findings) {
    Route request = site.route(REQUEST);
    if (!EventWays.usesDatabase(site) || request == null) {
      return;
    }
    Set<Route> ways = EventWays.from(site, request);
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
}
