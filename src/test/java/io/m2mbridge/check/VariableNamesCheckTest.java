package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environment variables and system properties whose names nothing reads. */
class VariableNamesCheckTest extends NamesOfTests {
  private static final KnownSettings KNOWN = KnownSettings.with(List.of());

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
