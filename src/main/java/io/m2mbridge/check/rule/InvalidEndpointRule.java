package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;

/** An endpoint that can't be made is left out, if a step is told to ignore it. */
final class InvalidEndpointRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site).forEach(step -> check(step, findings));
  }

  private static void check(Step step, Findings findings) {
    for (YamlNode.Entry entry : step.value().entries()) {
      if (entry.name().matches("ignoreInvalidEndpoints?") && "true".equals(entry.value().text())) {
        findings.add(
            SWALLOWED_FAILURE,
            entry.key().place(),
            step.where(),
            entry.name()
                + " leaves out an endpoint that is misspelt or can't be made, so that the event"
                + " counts as done without it",
            "remove the option");
      }
    }
  }
}
