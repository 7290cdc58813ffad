package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.schema.CamelSettings;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.List;
import java.util.regex.Pattern;

/** What is wrong with the settings of Camel itself, and with a site's own, in the files. */
final class CamelSettingsFindings {
  /** A comment after a value that has no blanks itself: an address, a number, true or false. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "(?s)([a-zA-Z][\\w+.-]*:\\S+|\\{\\{\\S+}}\\S*|[+-]?\\d[\\w.,%]*|true|false)"
              + "\\s+(#|//|!\\s|--\\s|;\\s|<!--|/\\*).*");

  /** Endpoints with SQL, where these signs have a meaning. */
  private static final Pattern SQL =
      Pattern.compile("(?is)(sql|sql-stored|jdbc):(?!postgresql:).*");

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|key|query).*");

  private final Settings settings;
  private final Findings findings;

  CamelSettingsFindings(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void add() {
    List<PropertiesFile> files = SettingsComponent.filesOf(settings.context());
    CamelSettings camel = new CamelSettings(name -> isBean(files, name));
    for (PropertiesFile file : files) {
      file.entries()
          .forEach(
              entry -> {
                comment(file, entry);
                camel.unknown(entry.key()).ifPresent(unknown -> name(file, entry, unknown));
              });
      new BeanSettings(findings).check(file);
    }
  }

  private static boolean isBean(List<PropertiesFile> files, String name) {
    return files.stream()
        .flatMap(file -> file.entries().stream())
        .anyMatch(entry -> entry.key().equals("camel.beans." + name));
  }

  private void name(
      PropertiesFile file, PropertiesFile.Entry entry, CamelSettings.Unknown unknown) {
    findings.add(
        FindingKind.SETTING_NAME,
        new Place(file.path(), entry.line(), 0),
        null,
        unknown.problem(),
        unknown.meant() == null
            ? "remove " + entry.key() + ", or see the settings in Camel's manual"
            : "did you mean " + unknown.meant() + "?");
  }

  private void comment(PropertiesFile file, PropertiesFile.Entry entry) {
    String value = entry.value().strip();
    if (!entry.key().startsWith("m2m.") || entry.key().startsWith("m2m.site.")) {
      if (COMMENT.matcher(value).matches()
          && !SQL.matcher(value).matches()
          && !SECRET.matcher(entry.key()).matches()) {
        findings.add(
            FindingKind.SETTING_VALUE,
            new Place(file.path(), entry.line(), 0),
            null,
            entry.key() + " has a comment after its value, which becomes a part of the value",
            "put the comment on a line of its own");
      }
    }
  }
}
