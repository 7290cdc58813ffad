package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.settings.HostSettings;
import io.m2mbridge.settings.PropertiesFile;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with the settings, at the line that sets them. It needs no secret of the host. */
final class SettingsFindings {
  /** Values in place of the secrets and the database, which the command doesn't need. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "m2m.webhook.secret", "whsec_0123456789abcdefghijklmnopqrstuv",
          "m2m.api.key", "m2m_live_0123456789abcdefghijklmnopqrstuv",
          "m2m.database.url", "jdbc:postgresql://localhost/m2m",
          "m2m.database.username", "m2m",
          "m2m.database.password", "0123456789abcdefghijklmnopqrstuv");

  /** Values in place of those that only the running bridge has. */
  private static final Properties DEFAULTS = Settings.defaults();

  private static final String CERTIFICATE = "m2m.http.tls.certificate";
  private static final String KEY = "m2m.http.tls.key";
  private static final Pattern LINE = Pattern.compile("Line ([0-9]+) of (\\S+)");
  private static final Pattern SECRET =
      Pattern.compile("(?i)\\{\\{[^}]*\\bm2m[._](api[._]key|webhook[._]secret)\\b");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w-]+\\.[\\w.-]+)}}");

  private final Settings settings;
  private final Findings findings;

  SettingsFindings(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void add() {
    missing();
    keys();
    new CamelSettingsFindings(settings, findings).add();
    new SecretSettings(settings, findings).add();
    List<String> misread = misread();
    misread.forEach(each -> setting(FindingKind.SETTING_NAME, each));
    List<String> mistakes = mistakes();
    mistakes.stream()
        .filter(each -> misread.stream().noneMatch(other -> sameSetting(each, other)))
        .forEach(each -> setting(FindingKind.SETTING_VALUE, each));
    secretsSetTwice().forEach(each -> setting(FindingKind.SETTING_VALUE, each));
    if (mistakes.isEmpty() && !HostFiles.isHost(settings)) {
      combinations().forEach(each -> setting(FindingKind.SETTING_COMBINATION, each));
    }
  }

  /** What each setting of them allows, and both together don't. */
  private List<String> combinations() {
    List<String> sentences = new ArrayList<>(SettingCombinationsCheck.warnings(this::withStandIns));
    try {
      PortsCheck.shared(settings).ifPresent(sentences::add);
    } catch (IllegalArgumentException e) {
      return sentences; // a port names a setting of the host
    }
    if (isSet(CERTIFICATE) != isSet(KEY)) {
      sentences.add(
          (isSet(CERTIFICATE) ? CERTIFICATE : KEY)
              + " is set without "
              + (isSet(CERTIFICATE) ? KEY : CERTIFICATE)
              + ", so that the start stops: set both.");
    }
    return sentences;
  }

  private boolean isSet(String key) {
    try {
      return !settings.get(key).isBlank();
    } catch (IllegalArgumentException e) {
      return true; // the host's value
    }
  }

  private List<String> mistakes() {
    return HostFiles.isHost(settings)
        ? SettingValuesCheck.mistakesWithin(this::withStandIns, true)
        : SettingValuesCheck.mistakes(this::withStandIns);
  }

  private List<String> secretsSetTwice() {
    try {
      return settings.secretsSetTwice();
    } catch (IllegalArgumentException e) {
      return List.of(); // a value of the host
    }
  }

  private List<String> misread() {
    try {
      List<String> misread =
          HostFiles.isHost(settings)
              ? MisreadSettings.within(settings)
              : MisreadSettings.of(settings);
      settings.ignoreBlank();
      return misread;
    } catch (IllegalArgumentException e) {
      return List.of(); // a value names a setting without one, which missing() tells
    }
  }

  /** Settings in the files whose values name a setting without a value. */
  private void missing() {
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        Matcher named = PLACEHOLDER.matcher(entry.value());
        while (named.find()) {
          if (!isThere(named.group(1))) {
            findings.add(
                FindingKind.MISSING_SETTING,
                new Place(file.path(), entry.line(), 0),
                null,
                entry.key() + " names " + named.group(1) + ", which has no value",
                "set " + named.group(1) + ", or write {{" + named.group(1) + ":<default>}}");
          }
        }
      }
    }
  }

  private boolean isThere(String key) {
    try {
      return settings.context().getPropertiesComponent().resolveProperty(key).isPresent();
    } catch (IllegalArgumentException e) {
      return true; // what its own value names is told of at its line
    }
  }

  /** Whether both sentences begin with the name of one setting. */
  private static boolean sameSetting(String one, String other) {
    String key = one.replaceFirst(" .*", "");
    return key.startsWith("m2m.") && other.startsWith(key + " ");
  }

  /** A secret of the bridge that another setting passes on, such as an endpoint. */
  private void keys() {
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        if (!Settings.SECRETS.contains(entry.key()) && SECRET.matcher(entry.value()).find()) {
          findings.add(
              FindingKind.API_KEY,
              new Place(file.path(), entry.line(), 0),
              null,
              entry.key() + " passes M2M's API key or webhook secret on",
              "remove it: the route reply-send sends replies with the key, and to M2M alone");
        }
      }
    }
  }

  private String withStandIns(String key) {
    if (key.startsWith("m2m.http.tls.")) {
      return ""; // files of the machine that the bridge runs on
    }
    String value;
    try {
      value = settings.get(key);
    } catch (IllegalArgumentException e) {
      return STAND_INS.getOrDefault(key, DEFAULTS.getProperty(key, "a value of the host"));
    }
    return value.isEmpty() ? STAND_INS.getOrDefault(key, "") : value;
  }

  private void setting(FindingKind kind, String sentence) {
    Matcher named = LINE.matcher(sentence);
    if (named.find()) {
      Place place = new Place(named.group(2), Integer.parseInt(named.group(1)), 0);
      Sentences.add(findings, kind, place, null, sentence.replace(named.group(), "the line"));
      return;
    }
    for (PropertiesFile file : SettingsComponent.filesOf(settings.context())) {
      for (PropertiesFile.Entry entry : file.entries()) {
        String key = HostFiles.isHost(settings) ? HostSettings.name(entry.key()) : entry.key();
        if (sentence.contains(key) || sentence.contains(Settings.variable(key))) {
          Sentences.add(findings, kind, new Place(file.path(), entry.line(), 0), null, sentence);
          return;
        }
      }
    }
    Sentences.add(findings, kind, Place.of("environment"), null, sentence);
  }
}
