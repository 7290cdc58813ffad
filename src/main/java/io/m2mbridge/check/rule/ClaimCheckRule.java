package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A claimCheck that puts the event aside under a key, and the one that gives it back, belong
 * together. Camel says nothing if one of them is missing, and later steps see what the steps in
 * between have left.
 */
final class ClaimCheckRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    site.routes().forEach(route -> check(route, findings));
  }

  private static void check(Route route, Findings findings) {
    Map<String, Step> aside = new HashMap<>();
    List<Step> steps =
        route
            .allSteps()
            .filter(step -> step.kind().equals("claimCheck") && !step.isDisabled())
            .toList();
    for (Step step : steps) {
      String key = String.valueOf(step.value().text("key"));
      switch (String.valueOf(step.value().text("operation"))) {
        case "Set" -> aside.put(key, step);
        case "Get", "GetAndRemove" -> {
          if (steps.stream().noneMatch(each -> puts(each, key))) {
            add(step, "no step puts the event aside under the key " + key, findings);
          }
          aside.remove(key);
        }
        default -> {}
      }
    }
    aside.forEach(
        (key, step) ->
            add(step, "no step after it gives back the event that has the key " + key, findings));
  }

  private static boolean puts(Step step, String key) {
    return "Set".equals(step.value().text("operation")) && key.equals(step.value().text("key"));
  }

  private static void add(Step step, String problem, Findings findings) {
    findings.add(
        STEP_MISSING,
        step.place(),
        step.where(),
        problem + ", so that later steps see another body and other headers",
        "write both: operation: Set before, and operation: GetAndRemove after, with one key");
  }
}
