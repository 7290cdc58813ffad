package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.rule.SecretText;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.regex.Pattern;

/**
 * Secrets of a site's own systems that stand in a properties file. The bridge's own may, as {@code
 * docs/secrets.md} says.
 */
final class SecretSettings {
  /** Settings of the bridge, and of the application that it runs in. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("m2m\\.(webhook|api|database|http)\\..*|(?!m2m\\.|camel\\.|site\\.).*");

  /** A developer's own file, which has made-up secrets. */
  private static final Pattern NOT_IN_PRODUCTION = Pattern.compile(".*-(dev|test)\\.properties");

  private final Settings settings;
  private final Findings findings;

  SecretSettings(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void add() {
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      if (!NOT_IN_PRODUCTION.matcher(file.path()).matches()) {
        file.entries().stream()
            .filter(entry -> !OF_OTHERS.matcher(entry.key()).matches() && isSecret(entry))
            .forEach(entry -> add(file, entry));
      }
    }
  }

  private static boolean isSecret(PropertiesFile.Entry entry) {
    String name = entry.key().replaceFirst(".*\\.", "").replace("-", "");
    return SecretText.isIn(entry.value())
        || (SecretText.isName(name) && SecretText.isLiteral(entry.value()));
  }

  private void add(PropertiesFile file, PropertiesFile.Entry entry) {
    boolean isWhole = SecretText.isName(entry.key().replace("-", ""));
    findings.add(
        FindingKind.LITERAL_SECRET,
        new Place(file.path(), entry.line(), 0),
        null,
        "the value of " + entry.key() + " is or has a secret that is written into the file",
        isWhole
            ? "remove the line, and set " + Settings.variable(entry.key()) + " in the environment"
            : "write a placeholder, such as {{m2m.site.password}}, and set M2M_SITE_PASSWORD in the"
                + " environment");
  }
}
