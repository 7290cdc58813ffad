package io.m2mbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.SettingValuesCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String KEY = "m2m.webhook.max-age";
  private static final String PROFILE = "camel.main.profile";

  @TempDir private Path folder;

  @AfterEach
  void clearProperties() {
    System.clearProperty(KEY);
    System.clearProperty(PROFILE);
  }

  private Settings settings(String file) throws IOException {
    return Settings.of("file:" + Files.writeString(folder.resolve("application.properties"), file));
  }

  @Test
  void takesTheDefaultWhereNothingIsSet() throws Exception {
    assertEquals("3h", settings("").get(KEY));
  }

  @Test
  void needsNoFile() {
    Path missing = folder.resolve("application.properties");

    assertEquals("3h", Settings.of("file:" + missing + ";optional=true").get(KEY));
  }

  @Test
  void takesTheFileBeforeTheDefault() throws Exception {
    assertEquals("1h", settings("m2m.webhook.max-age = 1h").get(KEY));
  }

  /** That an environment variable has priority over the file, too, is seen in PackagedIT. */
  @Test
  void takesTheSystemPropertyBeforeTheFile() throws Exception {
    System.setProperty(KEY, "2h");

    assertEquals("2h", settings("m2m.webhook.max-age = 1h").get(KEY));
  }

  /** Camel itself reads both, and the jar has the default in camel case. */
  @Test
  void findsASettingOfCamelThatIsWrittenWithHyphens() throws Exception {
    assertEquals(
        "file:ours/*.yaml",
        settings("camel.main.routes-include-pattern = file:ours/*.yaml")
            .get("camel.main.routesIncludePattern"));
  }

  @Test
  void takesWhiteSpaceOff() throws Exception {
    assertEquals("1h", settings("m2m.webhook.max-age = 1h \t").get(KEY));
  }

  @Test
  void givesEmptyForWhatIsNotSet() throws Exception {
    assertEquals("", settings("").get("m2m.link-created.forward"));
  }

  @Test
  void hasNoSecretInProd() throws Exception {
    Settings settings = settings("");

    assertEquals("", settings.get("m2m.webhook.secret"));
    assertEquals("", settings.get("m2m.api.key"));
    assertEquals("", settings.get("m2m.database.password"));
  }

  @Test
  void needsNothingConfiguredInDev() throws Exception {
    System.setProperty(PROFILE, "dev");
    Settings settings = settings("");
    settings.override("m2m.database.url", "jdbc:postgresql://127.0.0.1/of-the-dev-profile");

    assertEquals(List.of(), SettingValuesCheck.mistakes(settings::get));
    assertEquals("127.0.0.1", settings.get("m2m.http.host"));
  }

  @Test
  void namesTheEnvironmentVariableOfSetting() {
    assertEquals("M2M_WEBHOOK_MAX_AGE", Settings.variable(KEY));
  }

  @Test
  void takesABlankEndpointForOneThatIsNotSet() throws Exception {
    Settings settings =
        settings("m2m.forward.default = seda:all\nm2m.unknown.forward =\nm2m.notify.endpoint =\n");

    settings.ignoreBlank();

    assertEquals("seda:all", settings.get("m2m.unknown.forward"));
    assertEquals("", settings.get("m2m.link-created.forward"));
    assertEquals("log:m2m.notify?plain=true", settings.get("m2m.notify.endpoint"));
  }
}
