package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_BEAN;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Set;

/** A bean of the bridge in a step of another kind. */
final class BeanUseRule implements Rule {
  private static final Set<String> POLICIES =
      Set.of(Policies.EFFECTS_ONCE, Policies.OUTSIDE_ONCE, Policies.OWN_TRANSACTION);

  /** The beans of the bridge that are processors. */
  static final Set<String> PROCESSORS =
      Set.of(
          "verify-signature",
          "read-envelope",
          "store-delivery",
          "store-record",
          "note-duration",
          "check-data-request",
          "build-reply",
          "read-answer",
          "reply-redelivery",
          "console");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> check(step, findings));
  }

  private static void check(Step step, Findings findings) {
    String text = step.value().text() == null ? step.value().text("ref") : step.value().text();
    String bean = String.valueOf(text).replaceFirst("^#(bean:)?", "");
    boolean isRun = step.kind().equals("process") || step.kind().equals("bean");
    if (isRun && POLICIES.contains(bean)) {
      add(
          step,
          bean + " is a policy, and no processor",
          "write policy, with ref: " + bean + " and the steps that it is for",
          findings);
    } else if (step.kind().equals("policy") && PROCESSORS.contains(bean)) {
      add(
          step,
          bean + " is a processor, and no policy",
          "write process: {ref: " + bean + "}",
          findings);
    }
  }

  private static void add(Step step, String problem, String advice, Findings findings) {
    findings.add(UNKNOWN_BEAN, step.place(), step.where(), problem, advice);
  }
}
