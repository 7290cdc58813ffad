package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EMPTY_BRANCH;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;

/** A branch without steps does nothing: the steps meant for it are elsewhere, or lost. */
final class EmptyBranchRule implements Rule {
  private static final Set<String> KINDS =
      Set.of(
          "when",
          "otherwise",
          "filter",
          "policy",
          "pipeline",
          "idempotentConsumer",
          "doTry",
          "split",
          "multicast",
          "loop",
          "circuitBreaker",
          "transacted");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> KINDS.contains(step.kind()))
        .filter(step -> step.children().stream().allMatch(EmptyBranchRule::isHandler))
        .filter(step -> !routes.isDisabled(step))
        .forEach(step -> add(step, findings));
  }

  private static void add(Step step, Findings findings) {
    findings.add(
        EMPTY_BRANCH,
        step.place(),
        step.where(),
        step.kind() + " has no steps, so that nothing is done where it applies",
        "put its steps below steps:, indented by two columns more, or remove it");
  }

  private static boolean isHandler(Step child) {
    return Set.of("doCatch", "doFinally", "onFallback").contains(child.kind());
  }
}
