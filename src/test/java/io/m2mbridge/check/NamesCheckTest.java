package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings and variables whose names nothing reads. */
class NamesCheckTest {
  private static final KnownSettings KNOWN = KnownSettings.with(List.of());

  @TempDir private Path folder;

  @AfterEach
  void clearProperties() {
    System.clearProperty("m2m.webhook.max-ages");
  }

  private Path file() {
    return folder.resolve("application.properties");
  }

  private List<String> mistakes(String... lines) throws Exception {
    Files.writeString(file(), String.join("\n", lines));
    return MisreadSettings.of(Settings.of("file:" + file()));
  }

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

  private static List<String> amongVariables(String... assignments) {
    UnknownSettings unknown = new UnknownSettings(KNOWN, (name, meant) -> false);
    Map<String, String> environment = new java.util.HashMap<>();
    for (String assignment : assignments) {
      String[] parts = assignment.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    unknown.areSet(environment.keySet());
    unknown.amongVariables(environment);
    return unknown.mistakes();
  }

  @ParameterizedTest
  @CsvSource({
    "M2M_WEBHOOK_MAXAGE, M2M_WEBHOOK_MAX_AGE",
    "M2M_OPERATION_CREATED_FOWARD, M2M_OPERATION_CREATED_FORWARD",
    "m2m_webhook_secret, M2M_WEBHOOK_SECRET",
    "m2m.webhook.secret, M2M_WEBHOOK_SECRET",
    "M2M_Webhook_Secret, M2M_WEBHOOK_SECRET",
    "M2M_DATABASE_USER, M2M_DATABASE_USERNAME",
    "M2M_LOG_EXCEPTION, M2M_LOG_EXCEPTIONS",
  })
  void refusesAVariableThatNearlyHasTheNameOfASetting(String name, String meant) {
    assertEquals(
        List.of("Nothing reads the variable " + name + ": did you mean " + meant + "?"),
        amongVariables(name + "=1"));
  }

  @Test
  void warnsOfAnyOtherVariable() throws Exception {
    try (LogLines log = LogLines.capture()) {
      assertEquals(
          List.of(),
          amongVariables(
              "M2M_LEDGER_TOKEN=1", "M2M_TEAM=1", "M2M_SITE_X=1", "OTHER_M2M_API_KEI=1"));
      assertEquals(
          1,
          log.with("nothing of m2m-bridge reads the variables M2M_LEDGER_TOKEN, M2M_TEAM").size());
    }
  }

  /** As in one file of variables for Compose, of which the container's are made. */
  @Test
  void takesARelatedNameForOneOfItsOwnWhereTheSettingIsSetToo() {
    assertEquals(List.of(), amongVariables("M2M_DATABASE_USERNAME=m2m", "M2M_DATABASE_USER=m2m"));
    assertEquals(List.of(), amongVariables("M2M_WEBHOOK_SECRET=a", "M2M_WEBHOOK_SECRET_OLD=b"));
    assertEquals(1, amongVariables("M2M_WEBHOOK_MAX_AGE=1h", "M2M_WEBHOOK_MAX_AGES=1h").size());
  }

  @Test
  void knowsTheVariablesOfSettingsAndOfTheLog() {
    assertEquals(
        List.of(),
        amongVariables(
            Stream.concat(
                    KNOWN.keys().stream().map(Settings::variable),
                    Stream.of("M2M_LOG_LEVEL", "M2M_LOG_EXCEPTIONS", "M2M.API.KEY"))
                .map(name -> name + "=1")
                .toArray(String[]::new)));
  }

  /** Of the services of a namespace, as the kubelet sets them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m",
        "m2m-bridge",
        "m2m-webhook",
        "m2m-http",
        "m2m-management",
        "m2m-database",
        "m2m-api",
        "m2m-notify",
        "m2m-api-key",
        "m2m-webhook-secret"
      })
  void leavesWhatKubernetesSetsAlone(String service) throws Exception {
    String name = service.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    List<String> variables = new ArrayList<>();
    variables.add(name + "_SERVICE_HOST=10.0.0.1");
    variables.add(name + "_SERVICE_PORT=8080");
    variables.add(name + "_SERVICE_PORT_HTTP=8080");
    variables.add(name + "_PORT=tcp://10.0.0.1:8080");
    for (String protocol : List.of("tcp", "udp", "sctp")) {
      String port = name + "_PORT_8080_" + protocol.toUpperCase(java.util.Locale.ROOT);
      variables.add(port + "=" + protocol + "://10.0.0.1:8080");
      variables.add(port + "_PROTO=" + protocol);
      variables.add(port + "_PORT=8080");
      variables.add(port + "_ADDR=10.0.0.1");
    }
    try (LogLines log = LogLines.capture()) {
      assertEquals(List.of(), amongVariables(variables.toArray(String[]::new)));
      assertEquals(0, log.with("nothing of m2m-bridge reads").size());
    }
  }

  @Test
  void refusesAMisspeltSystemProperty() throws Exception {
    System.setProperty("m2m.webhook.max-ages", "1h");

    assertEquals(
        List.of("Nothing reads m2m.webhook.max-ages: did you mean m2m.webhook.max-age?"),
        mistakes(""));
  }
}
