package io.m2mbridge.check;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of settings, for findings that name a setting and only know its file. */
final class SettingLines {
  private final List<PropertiesFile> files;

  private SettingLines(List<PropertiesFile> files) {
    this.files = files;
  }

  static SettingLines of(Settings settings) {
    return new SettingLines(SettingsComponent.filesOf(settings.context()));
  }

  /** Returns the finding at the line that sets the first setting that its sentence names. */
  Finding locate(Finding finding) {
    Place place = finding.place();
    if (place.line() != 0 || !place.file().endsWith(".properties")) {
      return finding;
    }
    return files.stream()
        .filter(file -> file.path().equals(place.file()))
        .flatMap(file -> file.entries().stream())
        .filter(entry -> isNamed(entry.key(), finding.problem()))
        .map(entry -> new Place(place.file(), entry.line(), 0))
        .reduce((first, last) -> last)
        .map(
            line ->
                new Finding(
                    finding.kind(), line, finding.where(), finding.problem(), finding.advice()))
        .orElse(finding);
  }

  private static boolean isNamed(String key, String sentence) {
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(key) + "(?![\\w-]|\\.\\w)")
        .matcher(sentence)
        .find();
  }
}
