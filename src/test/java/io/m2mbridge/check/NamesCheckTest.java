package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings and variables whose names nothing reads. */
class NamesCheckTest extends NamesOfTests {
  private String line(int line, String what) {
    return "Line " + line + " of " + file() + " " + what;
  }

  @Test
  void takesWhatTheProjectComesWith() throws Exception {
    for (String file :
        List.of("application.properties", "deploy/kubernetes/application.properties")) {
      assertEquals(List.of(), MisreadSettings.of(Settings.of("file:" + file)));
    }
  }

  @Test
  void takesEachSettingOfTheListUncommented() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of("application.properties")).stream()
            .map(line -> line.replaceFirst("^# (m2m\\.[a-z.-]+ =)", "$1"))
            .toList();

    assertEquals(List.of(), mistakes(lines.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.webhook.max-ages, m2m.webhook.max-age",
    "m2m.webhook.maxAge, m2m.webhook.max-age",
    "m2m.webhook.max_age, m2m.webhook.max-age",
    "m2m.webhook.max-age., m2m.webhook.max-age",
    "M2M.webhook.max-age, m2m.webhook.max-age",
    "m2m.Webhook.Max-Age, m2m.webhook.max-age",
    "M2M_WEBHOOK_MAX_AGE, m2m.webhook.max-age",
    "m2m.operation-create.forward, m2m.operation-created.forward",
    "m2m.operation.created.forward, m2m.operation-created.forward",
    "m2m.forward, m2m.forward.default",
    "m2m.database.user, m2m.database.username",
  })
  void refusesAnUnknownOne(String key, String meant) throws Exception {
    assertEquals(
        List.of(line(2, "sets " + key + ", which is no setting: did you mean " + meant + "?")),
        mistakes("", key + " = 1"));
  }

  @Test
  void refusesOneThatIsLikeNoOther() throws Exception {
    assertEquals(
        List.of(
            line(
                1,
                "sets m2m.qqqqqqqq.zzzzzzzzzz, which is no setting: call a setting of your own"
                    + " m2m.site.… instead.")),
        mistakes("m2m.qqqqqqqq.zzzzzzzzzz = 1"));
  }

  @Test
  void writesOutWhatCannotBeSeen() throws Exception {
    assertEquals(
        List.of(line(1, "sets m2m.api.key\\u00a0, which is no setting: did you mean m2m.api.key?")),
        mistakes("m2m.api.key\u00A0= m2m_live_0123456789"));
  }

  @Test
  void doesNotPrintASecretThatIsPartOfTheKey() throws Exception {
    assertEquals(
        List.of(
            line(
                1,
                "sets m2m.webhook.secret…, which is no setting: did you mean m2m.webhook.secret?")),
        mistakes("m2m.webhook.secretwhsec_0123456789abcdef"));
  }

  @Test
  void refusesAShellsCommand() throws Exception {
    assertEquals(
        List.of(
            line(
                1,
                "is a command for a shell: write the name of the setting alone, as in m2m.api.key = …")),
        mistakes("export M2M_API_KEY=m2m_live_0123456789"));
  }

  @Test
  void tellsAllAtOnce() throws Exception {
    assertEquals(
        3,
        mistakes(
                "m2m.webhok.secret = 1",
                "m2m.api.kee = 1",
                "m2m.http.port = 80",
                "m2m.http.prot = 1")
            .size());
  }

  @Test
  void leavesASitesOwnAlone() throws Exception {
    assertEquals(
        List.of(),
        mistakes(
            "m2m.site.ledger.url = http://ledger.internal",
            "ledger.url = {{m2m.site.ledger.url}}",
            "m2monitoring.enabled = true",
            "M2M_LEDGER = 1",
            "m2m-tools.webhook.secret = 1"));
  }

  @Test
  void knowsWhatARouteOrAnotherSettingNames() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    Files.writeString(
        routes.resolve("ours.camel.yaml"),
        "{{m2m.ledger.url}} {{m2m.ledger.user:ana}} {{?m2m.ledger.path}} {{!m2m.ledger.on}}"
            + " #property:m2m.ledger.key ${properties:m2m.ledger.limit:7}");

    assertEquals(
        List.of(),
        mistakes(
            "camel.main.routesIncludePattern = file:" + routes + "/*.camel.yaml",
            "m2m.ledger.url = 1",
            "m2m.ledger.user = 1",
            "m2m.ledger.path = 1",
            "m2m.ledger.on = true",
            "m2m.ledger.key = 1",
            "m2m.ledger.limit = 1",
            "m2m.notify.endpoint = direct:{{m2m.ledger.name}}",
            "m2m.ledger.name = 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.http.port", "camel.main.name"})
  void refusesOneThatStandsThereTwice(String key) throws Exception {
    for (String again : List.of("8080", "8081")) {
      assertEquals(
          List.of(
              key
                  + " stands twice in "
                  + file()
                  + ", in line 1 and in line 3: delete one of the two."),
          mistakes(key + " = 8080", "# " + key + " = 1", key + ": " + again));
    }
  }

  @Test
  void warnsOfASitesOwnThatStandsThereTwice() throws Exception {
    try (LogLines log = LogLines.capture()) {
      assertEquals(List.of(), mistakes("ledger.url = a", "ledger.url = b", "x = 1", "x = 1"));
      assertEquals(1, log.with("ledger.url stands twice").size());
      assertEquals(0, log.with("x stands twice").size());
    }
  }

  @Test
  void refusesAnotherCharset() throws Exception {
    Files.write(file(), "m2m.http.host = ñ".getBytes(StandardCharsets.ISO_8859_1));

    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> Settings.of("file:" + file()));
    assertEquals(file() + " is not UTF-8 in line 1: save it as UTF-8.", refused.getMessage());
  }

  @Test
  void readsUtf8BehindAByteOrderMark() throws Exception {
    Files.writeString(file(), "\uFEFFm2m.user-data.query = SELECT 'Peña 💸'");

    assertEquals("SELECT 'Peña 💸'", Settings.of("file:" + file()).get("m2m.user-data.query"));
  }
}
