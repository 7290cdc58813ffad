package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
  @TempDir private Path folder;

  private List<String> lines(String file, String text) throws IOException {
    Path path = Files.writeString(folder.resolve(file), text + "\n");
    Findings findings = new Findings();
    new SecretSettings(Settings.of("file:" + path), findings).add();
    return findings.all().stream().map(each -> each.line()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m.site.mail.password = hunter2secret",
        "m2m.site.gateway.key-password = hunter2secret",
        "site.ledger.token = hunter2secret",
        "m2m.operation-created.forward = http://x/?authMethod=Basic&authUsername=b&authPassword=hunter2secret",
        "m2m.operation-created.forward = sftp://bridge:hunter2secret@sftp.internal/in",
        "m2m.notify.endpoint = https://hooks.slack.com/services/T01ABCDEF/B01ABCDEF/hunter2secrethunter2",
        "m2m.notify.endpoint = smtps://mail.internal:465?username=b&password=RAW(hunter2secret)&from=b@example.com",
        "camel.beans.tls = #class:java.util.HashMap\ncamel.beans.tls.keyStore.password = hunter2secret",
        "camel.component.kafka.saslJaasConfig = org.x required username=a password=hunter2secret;"
      })
  void findsASecretAndNeverQuotesIt(String text) throws IOException {
    List<String> lines = lines("application.properties", text);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("[literal-secret]"), lines.get(0));
    assertFalse(lines.get(0).contains("hunter2"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // docs/secrets.md and docs/tls.md
        "m2m.webhook.secret = whsec_0123456789abcdefghijklmn",
        "m2m.api.key = m2m_live_0123456789abcdefghijklmn",
        "m2m.database.password = hunter2secret",
        "m2m.http.tls.key-store-password = hunter2secret",
        // docs/recipes
        "m2m.link-created.forward = http://crm.internal/links?authMethod=Basic&authUsername=RAW({{m2m.site.crm.user}})&authPassword=RAW({{m2m.site.crm.password}})&authenticationPreemptive=true",
        "m2m.notify.endpoint = smtps://mail.internal:465?username=RAW({{m2m.site.mail.user}})&password=RAW({{m2m.site.mail.password}})&from=bridge@example.com&to=team@example.com",
        "camel.beans.gatewayTls.keyManagers.keyStore.password = {{m2m.site.gateway.key-password}}",
        // what isn't ours, and what only sounds like a secret
        "spring.datasource.password = hunter2secret",
        "m2m.site.mail.password = {{env:MAIL_PASSWORD}}",
        "m2m.site.ledger.token-url = https://idp.internal/token",
        "m2m.site.gateway.key-password =",
        "m2m.site.crm.token = file:/run/secrets/crm"
      })
  void allowsWhatTheDocsShow(String text) throws IOException {
    assertEquals(List.of(), lines("application.properties", text));
  }

  @Test
  void leavesADevelopersFileAlone() throws IOException {
    assertEquals(List.of(), lines("application-dev.properties", "m2m.site.x.password = made-up"));
  }

  @Test
  void namesTheVariableToSet() throws IOException {
    String line = lines("application.properties", "m2m.site.mail.password = hunter2secret").get(0);
    assertTrue(line.contains("set M2M_SITE_MAIL_PASSWORD in the environment"), line);
  }
}
