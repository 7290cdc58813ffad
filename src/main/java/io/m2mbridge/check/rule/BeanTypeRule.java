package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;

/** A bean on which the promises of the bridge rest is of one of its own classes. */
final class BeanTypeRule implements Rule {
  private static final Set<String> OWN =
      Set.of(
          "inbox",
          "deliveries-jdbc",
          "deliveries-caffeine",
          "effects-once",
          "outside-once",
          "own-transaction",
          "webhook-secrets",
          "verify-signature",
          "read-envelope",
          "store-delivery",
          "check-data-request",
          "api-client",
          "read-answer");

  @Override
  public void check(Site site, Findings findings) {
    Beans.in(site).forEach(bean -> declared(bean, findings));
    for (String name : OWN) {
      String setting = "camel.beans." + name;
      site.setting()
          .apply(setting)
          .filter(value -> isOther(value.replaceFirst("^#class:", "")))
          .ifPresent(
              value ->
                  findings.add(
                      STEP_MISSING,
                      Place.of("application.properties"),
                      null,
                      "the setting " + setting + " puts another bean in place of the bridge's",
                      "give your bean another name"));
    }
  }

  private static void declared(YamlNode bean, Findings findings) {
    String name = String.valueOf(bean.text("name"));
    YamlNode type = bean.get("type");
    String named = type == null ? null : type.text();
    if (type != null && named != null && OWN.contains(name) && isOther(named)) {
      findings.add(
          STEP_MISSING,
          type.place(),
          name,
          "the bean "
              + name
              + " is a "
              + named.replaceFirst(".*\\.", "")
              + ", and keeps none of the bridge's promises",
          "write the class that the bridge ships, or give your bean another name");
    }
  }

  /** Whether a class is Camel's or a library's. A class of the site's own may be meant. */
  private static boolean isOther(String type) {
    return type.matches(
        "#?(class:|type:)?(org\\.apache|java|javax|jakarta|org\\.springframework)\\..*");
  }
}
