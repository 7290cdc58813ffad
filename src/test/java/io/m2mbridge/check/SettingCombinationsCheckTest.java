package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.Settings;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What works, and probably isn't meant; what can't work is in SettingsCheckTest. */
class SettingCombinationsCheckTest {
  private final Properties settings = Settings.defaults();

  private List<String> warnings() {
    return SettingCombinationsCheck.warnings(key -> settings.getProperty(key, ""));
  }

  @Test
  void warnsOfNoDefault() {
    assertEquals(List.of(), warnings());
    settings.setProperty("m2m.deliveries.repository", "caffeine");
    assertEquals(List.of(), warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m2m.webhook.max-age           | 3s                   | m2m.webhook.max-age is less than a minute",
        "m2m.dispatch.back-off         | 16m                  | m2m.dispatch.back-off is longer than",
        "m2m.dispatch.maximum-back-off | 500ms                | m2m.dispatch.back-off is longer than",
        "m2m.database.pool-size        | 17                   | m2m.database.pool-size is 17, fewer than the 16 workers",
        "m2m.dispatch.workers          | 23                   | m2m.database.pool-size is 32, fewer than the 31 workers",
        "m2m.operation-created.forward | jms:queue:operations | m2m.operation-created.forward is a JMS endpoint",
        "m2m.notify.endpoint           | jms:topic:notices    | m2m.notify.endpoint is a JMS endpoint",
        "camel.server.authenticationEnabled | true            | camel.server.authenticationEnabled switches on",
        "camel.management.authentication-enabled | true       | camel.management.authentication-enabled switches on",
      })
  void warnsOf(String key, String value, String beginning) {
    settings.setProperty(key, value);

    assertEquals(1, warnings().size(), warnings().toString());
    assertTrue(warnings().get(0).startsWith(beginning), warnings().toString());
  }

  @Test
  void warnsOfABodyThatMemoryHasNoRoomFor() {
    long most = Runtime.getRuntime().maxMemory() / 4;
    settings.setProperty("m2m.webhook.max-body-size", String.valueOf(most));
    assertEquals(List.of(), warnings());

    settings.setProperty("m2m.webhook.max-body-size", String.valueOf(most + 1));
    assertEquals(
        List.of(
            "m2m.webhook.max-body-size is more than a quarter of the heap, the limit of all bodies"
                + " together, so that a body of that size is never accepted: set it lower, or give"
                + " the JVM more memory by -Xmx"),
        warnings());
  }

  @Test
  void warnsOfKeysThatAreForgottenTooSoon() {
    settings.setProperty("m2m.deliveries.repository", "caffeine");
    settings.setProperty("m2m.deliveries.caffeine.expire-after", "2h");

    assertEquals(
        List.of(
            "m2m.deliveries.caffeine.expire-after is shorter than m2m.webhook.max-age, so that a"
                + " copy that comes in between is handed over again: make it the longer one"),
        warnings());
  }

  @Test
  void warnsOfABrokerThatDropsIdleConnections() {
    String key = "camel.beans.artemis.brokerURL";

    assertEquals(
        List.of(),
        SettingCombinationsCheck.warningsOfBroker(
            key, "tcp://a:61616?connectionTtl=6000&clientFailureCheckPeriod=2000"));
    assertEquals(
        1,
        SettingCombinationsCheck.warningsOfBroker(
                key, "tcp://a:61616?clientFailureCheckPeriod=6000&connectionTtl=6000")
            .size());
  }
}
