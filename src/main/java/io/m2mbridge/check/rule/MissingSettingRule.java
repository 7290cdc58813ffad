package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.MISSING_SETTING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A placeholder without a value stops the start, or the event if it is a function of simple. */
final class MissingSettingRule implements Rule {
  private static final String FUNCTION = "properties:";

  /** A name of what must not stand in a file. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|secret|token|credential|api-?key)$");

  @Override
  public void check(Site site, Findings findings) {
    Placeholders placeholders = new Placeholders(site);
    for (FileValues.Value value : FileValues.of(site)) {
      if (value.isDescription()) {
        continue;
      }
      Set<String> missing = new LinkedHashSet<>(placeholders.missing(value.text()));
      for (SimpleText.Function function : SimpleText.functions(value.text())) {
        String name = function.content();
        // ${properties:x:default} has a default
        if (name.startsWith(FUNCTION) && name.indexOf(':', FUNCTION.length()) == -1) {
          missing.addAll(placeholders.missing("{{" + name.substring(FUNCTION.length()) + "}}"));
        }
      }
      for (String name : missing) {
        findings.add(
            MISSING_SETTING,
            value.node().place(),
            value.where(),
            "the setting " + name + " has no value, and the placeholder has no default",
            "set "
                + (SECRET.matcher(name).find()
                    ? name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + " in the environment"
                    : name + " in application.properties")
                + ", or write {{"
                + name
                + ":<default>}}, or {{?"
                + name
                + "}} to leave the option out");
      }
    }
  }
}
