package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.settings.OlderClassNames;
import io.m2mbridge.webhook.ReadEnvelope;

/** Two arguments of a bean that are both durations, so that Camel takes either for the other. */
final class SwappedArgumentsRule implements Rule {
  private static final String MAX_AGE = "m2m.webhook.max-age";
  private static final String MAX_AHEAD = "m2m.webhook.max-ahead";

  @Override
  public void check(Site site, Findings findings) {
    Beans.in(site)
        .filter(bean -> OlderClassNames.isNameOf(ReadEnvelope.class, bean.text("type")))
        .forEach(bean -> check(bean, findings));
  }

  private static void check(YamlNode bean, Findings findings) {
    YamlNode arguments = bean.get("constructors");
    if (arguments != null && (names(arguments, "1", MAX_AHEAD) || names(arguments, "2", MAX_AGE))) {
      findings.add(
          STEP_MISSING,
          arguments.place(),
          "the bean " + bean.text("name"),
          MAX_AGE
              + " and "
              + MAX_AHEAD
              + " have changed places, so that webhooks that M2M sends again go to quarantine",
          "write {{" + MAX_AGE + "}} as the argument 1, and {{" + MAX_AHEAD + "}} as 2");
    }
  }

  private static boolean names(YamlNode arguments, String index, String setting) {
    return String.valueOf(arguments.text(index)).contains("{{" + setting);
  }
}
