package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The jar as it is run for real: the prod profile, in a folder of its own. */
@Tag("verify")
class PackagedIT extends PackagedBridge {
  /** What the JVM gives after SIGTERM: 128 + 15. */
  private static final int STOPPED = 143;

  /** What each line of the bridge's own log looks like. */
  private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ [A-Z]+ +\\S+ - .*";

  @Test
  void processesWebhookAndStopsWhenTold() throws Exception {
    String url = TestPostgres.newDatabase();
    withDatabase(url);
    // The file serves what the environment doesn't set, and only that.
    String secret = environment.remove("M2M_WEBHOOK_SECRET");
    Files.writeString(
        folder.resolve("application.properties"),
        "m2m.webhook.secret = " + secret + "\nm2m.http.port = 1\n");
    JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    // In Turkish, i and I are two letters, each with another one for its other case.
    packaged.withOptions("-Duser.language=tr", "-Duser.country=TR");
    try (BridgeProcess bridge = packaged.start()) {
      assertEquals("200 accepted", send(Event.of("link.created").toString()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> sql.sql("SELECT state FROM m2m_deliveries").query(String.class).single(),
              "done"::equals);
      assertEquals("200 duplicate", send(Event.of("link.created").toString()));

      assertEquals(STOPPED, bridge.terminate());
      assertEquals("", bridge.stderr());
      assertFalse(bridge.printedStackTrace(), bridge.stdout());
      assertEquals(
          1L, sql.sql("SELECT count(*) FROM m2m_links").query(Long.class).single().longValue());
      environment.values().stream()
          .filter(value -> value.contains("_of_the_tests"))
          .forEach(value -> assertFalse(bridge.stdout().contains(value)));
      assertFalse(bridge.stdout().contains(secret));
      List<String> lines = bridge.stdout().lines().toList();
      assertEquals(lines, lines.stream().filter(line -> line.matches(LINE)).toList());
    }
  }

  @Test
  void logsAsTheConfigurationOfTheSiteSays() throws Exception {
    environment.put("M2M_DELIVERIES_REPOSITORY", "caffeine");
    environment.put("M2M_FORWARD_DEFAULT", "file:forwarded");
    Files.writeString(
        folder.resolve("ours.properties"),
        """
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = [ours] %m%n
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        """);
    environment.put("LOG4J_CONFIGURATION_FILE", "ours.properties");
    try (BridgeProcess bridge = start().awaitStarted()) {
      List<String> lines = bridge.stdout().lines().toList();
      assertEquals(lines, lines.stream().filter(line -> line.startsWith("[ours] ")).toList());
    }
  }

  @Test
  void warnsOnceOfDatabaseThatMayLoseCommits() {
    withDatabase(TestPostgres.newDatabase());
    packaged.withOptions("-Duser.language=mr", "-Duser.country=IN", "-Duser.extensions=nu-deva");
    try (BridgeProcess bridge = packaged.start()) {
      // It has synchronous_commit off too, which the bridge's own commits raise.
      assertEquals(
          List.of("fsync"),
          bridge
              .stdout()
              .lines()
              .filter(line -> line.contains("WARN") && line.contains("PostgreSQL has "))
              .map(line -> line.replaceFirst(".*PostgreSQL has (\\w+) off.*", "$1"))
              .toList());
    }
  }

  @Test
  void startsWithoutDatabaseWhereEventsAreOnlyForwarded() throws Exception {
    environment.put("M2M_DELIVERIES_REPOSITORY", "caffeine");
    // As an editor on Windows saves it.
    Files.writeString(
        folder.resolve("application.properties"),
        "\uFEFFm2m.forward.default = file:reenvíos\r\nm2m.http.port = "
            + port
            + "\r\nm2m.management.port = "
            + environment.get("M2M_MANAGEMENT_PORT")
            + "\r\n");
    // As in a pod whose namespace has services of these names.
    for (String service : List.of("M2M_HTTP", "M2M_MANAGEMENT", "M2M_BRIDGE", "M2M_WEBHOOK")) {
      environment.put(service + "_PORT", "tcp://10.0.0.1:80");
      environment.put(service + "_PORT_80_TCP_PROTO", "tcp");
      environment.put(service + "_SERVICE_HOST", "10.0.0.1");
    }
    try (BridgeProcess bridge = start().awaitStarted()) {
      String event = Event.of("operation.created").toString();
      assertEquals("200 accepted", send(event));
      try (Stream<Path> files = Files.list(folder.resolve("reenvíos"))) {
        assertEquals(event, Files.readString(files.findFirst().orElseThrow()));
      }
      assertEquals(STOPPED, bridge.terminate());
      assertEquals("", bridge.stderr());
      assertFalse(bridge.printedStackTrace(), bridge.stdout());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--help, Usage: m2m-bridge",
    "--version, m2m-bridge ",
    "replay --help, --state",
    "erase --help, <referenceId>"
  })
  void tellsAboutItself(String arguments, String expected) {
    environment.clear();
    try (BridgeProcess bridge = start(arguments.split(" "))) {
      assertEquals(0, bridge.awaitExit());
      assertTrue(bridge.stdout().contains(expected), bridge.stdout());
      assertEquals("", bridge.stderr());
    }
  }
}
