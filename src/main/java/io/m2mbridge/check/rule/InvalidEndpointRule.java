package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;
import static io.m2mbridge.check.finding.FindingKind.WRONG_TYPE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint that can't be made is left out, if a step is told to ignore it. */
final class InvalidEndpointRule implements Rule {
  private static final Pattern PORT = Pattern.compile("https?:(?://)?[\\w.-]+:(\\d{1,9})\\b");
  private static final int LAST_PORT = 65_535;

  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site)
        .forEach(
            step -> {
              check(step, findings);
              port(site, step, findings);
            });
  }

  private static void port(Site site, Step step, Findings findings) {
    Matcher port = PORT.matcher(OutsideCalls.uri(site, step));
    if (port.lookingAt() && Integer.parseInt(port.group(1)) > LAST_PORT) {
      findings.add(
          WRONG_TYPE,
          step.place(),
          step.where(),
          "the port " + port.group(1) + " of the endpoint is above 65535, so that each call fails",
          "write the port of the server");
    }
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
