package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;

/** A notice whose failure is caught counts as sent. */
final class NoticeFailureRule implements Rule {
  private static final Set<String> ROUTES = Set.of("notice-dispatch", "notify-trouble", "notify");

  @Override
  public void check(Site site, Findings findings) {
    if (site.route("notice-dispatch") == null) {
      return; // an older set of routes, whose notices are no rows
    }
    site.routes()
        .filter(route -> ROUTES.contains(String.valueOf(route.id())))
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().equals("doCatch") && !step.isDisabled())
        .filter(step -> step.value().get("onWhen") == null && !isMeant(site, step))
        .forEach(
            step ->
                findings.add(
                    SWALLOWED_FAILURE,
                    step.place(),
                    step.where(),
                    "the branch doCatch takes the failure of each notice, so that a notice that isn't"
                        + " sent counts as sent",
                    "write onWhen with \"${variable.noticeId} == null\", as"
                        + " routes/notify-trouble.camel.yaml of the release has it"));
  }

  private static boolean isMeant(Site site, Step branch) {
    return SwallowedFailureRule.Rethrows.in(site, branch)
        || branch.descendants().anyMatch(step -> Work.isFallback(site, step));
  }
}
