package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with several settings of a file together. */
class SettingsFindingsTest {
  @TempDir private Path folder;

  private List<Finding> findings(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("application.properties"), text);
    Findings findings = new Findings();
    new SettingsFindings(Settings.of("file:" + file), findings).add();
    return findings.all();
  }

  private void assertOne(String id, String problem, String text) throws IOException {
    List<Finding> found = findings(text);
    assertEquals(List.of(id), found.stream().map(each -> each.kind().id()).toList(), text);
    assertEquals(1, found.get(0).place().line());
    assertTrue(found.get(0).problem().startsWith(problem), found.get(0).problem());
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.webhook.secret, whsec_0123456789abcdefghijklmn, M2M_WEBHOOK_SECRET",
    "m2m.api.key, m2m_live_0123456789abcdefghijklmn, M2M_API_KEY",
    "m2m.database.password, hunter2secret, M2M_DATABASE_PASSWORD"
  })
  void findsASecretWithAValueAndAFile(String key, String value, String variable)
      throws IOException {
    String file = key + "-file = /run/secrets/none\n";
    assertOne(
        "setting-value",
        "Both " + variable + " and " + variable + "_FILE are set",
        key + " = " + value + "\n" + file);
    assertEquals(List.of(), findings(file));
    assertEquals(List.of(), findings(key + " = " + value + "\n"));
    assertEquals(List.of(), findings(key + " =\n" + file));
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.http.port = 9876, Webhooks and /observe have the same port",
    "m2m.database.pool-size = 15, m2m.database.pool-size is 15",
    "m2m.http.tls.certificate = a.pem, m2m.http.tls.certificate is set without m2m.http.tls.key",
    "m2m.http.tls.key = a.pem, m2m.http.tls.key is set without m2m.http.tls.certificate",
    "m2m.notify.endpoint = jms:topic:notices, m2m.notify.endpoint is a JMS endpoint"
  })
  void findsACombinationAtItsLine(String line, String problem) throws IOException {
    assertOne("setting-combination", problem, line + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m.http.port = 9877\n",
        "m2m.database.pool-size = 40\n",
        "m2m.http.tls.certificate = a.pem\nm2m.http.tls.key = b.pem\n",
        "m2m.notify.endpoint = jms:topic:notices?exchangePattern=InOnly\n"
      })
  void allowsWhatFits(String text) throws IOException {
    assertEquals(List.of(), findings(text));
  }
}
