package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class CamelSettingsFindingsTest {
  @TempDir private Path folder;

  private List<String> lines(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("application.properties"), text);
    Findings findings = new Findings();
    new CamelSettingsFindings(Settings.of("file:" + file), findings).add();
    return findings.all().stream().map(each -> each.sentence() + each.kind().id()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "camel.main.routesIncludePatern = x, camel.main.routesIncludePattern",
    "camel.main.routes-include-patern = x, camel.main.routesIncludePattern",
    "camel.main.autoStartupp = true, camel.main.autoStartup",
    "camel.server.maxBodySze = 10, camel.server.maxBodySize",
    "camel.management.metricEnabled = true, camel.management.metricsEnabled",
    "camel.mian.name = x, camel.main.name",
    "camel.component.http.connectTimout = 2000, camel.component.http.connectTimeout",
    "camel.component.http.connect-timout = 2000, camel.component.http.connectTimeout",
    "camel.component.seda.queuesize = 9, camel.component.seda.queueSize"
  })
  void findsAMisspeltNameUnlessOnlyItsCaseDiffers(String line, String meant) throws IOException {
    List<String> lines = lines(line + "\n");
    if (line.contains("queuesize")) {
      assertEquals(List.of(), lines);
      return;
    }
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("did you mean " + meant + "?setting-name"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.component.htp.connectTimeout = 2000",
        "camel.main.somethingQuiteDifferent = 1",
        "camel.beans.pool = #class:com.zaxxer.hikari.HikariConfig\ncamel.beans.pool.maximumPoolSze = 5"
      })
  void findsWhatNothingReads(String text) throws IOException {
    List<String> lines = lines(text + "\n");
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("setting-name"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#class:com.zaxxer.hikari.HikariConfg",
        "#class:org.messaginghub.pooled.jms.JmsPoolConectionFactory",
        "#class:com.site.Mask('x')"
      })
  void findsAClassThatIsNotThere(String value) throws IOException {
    List<String> lines = lines("camel.beans.x = " + value + "\n");
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("unknown-class"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.main.name = x",
        "camel.main.routes-include-pattern = file:routes/*.yaml",
        "camel.main.shutdownTimeout = 10",
        "camel.server.enabled = true",
        "camel.management.health-path = /observe/health",
        "camel.metrics.enabled = true",
        "camel.health.routes-enabled = false",
        "camel.ssl.enabled = true",
        "camel.resilience4j.minimum-number-of-calls = 5",
        "camel.routecontroller.enabled = true",
        "camel.route-controller.backOffDelay = 1000",
        "camel.rest.apiProperties.title = x",
        "camel.main.globalOptions[a] = b",
        "camel.threadpool.config[a].poolSize = 5",
        "camel.vault.aws.region = eu",
        "camel.variable.greeting = hello",
        "camel.dataformat.jackson.prettyPrint = true",
        "camel.kamelet.m2m-webhook-source.path = /x",
        "camel.jbang.dependencies = a:b",
        "camel.component.http.connectTimeout = 2000",
        "camel.component.http.lazy-start-producer = true",
        "camel.component.http.sslContextParameters = #tls",
        "camel.component.kafka.configuration.brokers = a:9092",
        "camel.beans.kafka2 = #class:org.apache.camel.component.kafka.KafkaComponent\n"
            + "camel.component.kafka2.brokers = b:9092",
        "camel.beans.pool = #class:com.zaxxer.hikari.HikariConfig\n"
            + "camel.beans.pool.maximum-pool-size = 5\n"
            + "camel.beans.pool.dataSourceProperties[ssl] = true",
        "camel.beans.map = #class:java.util.HashMap\ncamel.beans.map.anything = 1",
        "camel.beans.list[0] = a",
        "camel.beans.tls = #class:org.apache.camel.support.jsse.SSLContextParameters\n"
            + "camel.beans.tls.keyManagers.keyStore.resource = file:a.p12"
      })
  void allowsWhatCamelAccepts(String text) throws IOException {
    assertEquals(List.of(), lines(text + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "site.url = http://crm.internal/x # crm",
        "site.url = https://crm.internal/x // crm",
        "site.retries = 3  # was 5",
        "site.wait = 500ms # short",
        "site.audit = true # on",
        "site.queue = kafka:events?acks=all ; all",
        "m2m.site.url = http://crm.internal # crm",
        "camel.server.port = 8080 # as before"
      })
  void findsACommentBehindAnAddressOrANumber(String line) throws IOException {
    List<String> lines = lines(line + "\n");
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("setting-value"), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# site.retries = 3 # was 5",
        "site.url = http://crm.internal/x#part",
        "site.greeting = Room # 5",
        "site.query = sql:SELECT a # b FROM t",
        "site.cron = 0 0 12 ? * 6#3",
        "site.password = 12345 # 6",
        "site.subject = 3 new operations # today"
      })
  void allowsASignThatIsMeant(String line) throws IOException {
    assertEquals(List.of(), lines(line + "\n"));
  }
}
