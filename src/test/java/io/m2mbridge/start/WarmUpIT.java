package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Before a bridge is ready, it has run its own code, and nobody else notices. */
@Tag("verify")
class WarmUpIT {
  private static final Pattern ANSWERED =
      Pattern.compile("WarmUp - the warm-up's (\\d+) webhooks were answered");

  @TempDir private Path folder;
  private BridgeLauncher launcher;

  @BeforeEach
  void warmUpHasAllTheTimeItNeeds() {
    launcher = BridgeLauncher.packaged(folder).with("M2M_START_WARM_UP", "60s");
  }

  @Test
  void leavesNothingInTablesMetricsEndpointsAndTemporaryFiles() throws Exception {
    String url = TestPostgres.newDatabase();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (RecordingServer site = new RecordingServer();
        BridgeProcess bridge =
            launcher
                .withOptions("-Djava.io.tmpdir=" + temporary)
                .withDatabase(url)
                .with("M2M_FORWARD_DEFAULT", "file:forwarded")
                .with("M2M_LINK_CREATED_FORWARD", site.baseUrl() + "/links")
                .with("M2M_OPERATION_CREATED_FORWARD", site.baseUrl() + "/operations")
                .with("M2M_NOTIFY_ENDPOINT", site.baseUrl() + "/notices")
                .start()) {
      assertTrue(answered(bridge) > 0, bridge.stdout());
      JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
      for (String table : tables(sql)) {
        assertEquals(
            0, sql.sql("SELECT count(*) FROM " + table).query(Integer.class).single(), table);
      }
      assertEquals(List.of(), site.requests());
      assertFalse(Files.exists(folder.resolve("forwarded")));
      assertNoneIsLoggedOrCounted(bridge);
      // A bridge that is killed would leave them.
      try (Stream<Path> files = Files.list(temporary)) {
        assertEquals(List.of(), files.toList());
      }
    }
  }

  @Test
  void handsNothingOverWithoutDatabase() throws Exception {
    try (BridgeProcess bridge =
        launcher
            .withoutDatabase()
            .with("M2M_FORWARD_DEFAULT", "file:forwarded")
            .with("M2M_HTTP_STREAMING", "true")
            .start()) {
      assertTrue(answered(bridge) > 0, bridge.stdout());
      assertFalse(Files.exists(folder.resolve("forwarded")));
      assertNoneIsLoggedOrCounted(bridge);
    }
  }

  private static int answered(BridgeProcess bridge) {
    Matcher answered = ANSWERED.matcher(bridge.stdout());
    return answered.find() ? Integer.parseInt(answered.group(1)) : 0;
  }

  private void assertNoneIsLoggedOrCounted(BridgeProcess bridge) {
    assertFalse(bridge.stdout().contains("m2m.webhook - "), bridge.stdout());
    assertFalse(bridge.stdout().contains("ended early"), bridge.stdout());
    assertFalse(launcher.manage("/observe/metrics").body().contains("m2m_webhooks_total"));
    // The first of M2M's is counted.
    assertEquals("accepted", Bridge.outcome(launcher.send(Event.of("link.created").toString())));
    assertTrue(
        launcher
            .manage("/observe/metrics")
            .body()
            .lines()
            .anyMatch(line -> line.matches("m2m_webhooks_total\\{.*accepted.*} 1\\.0")));
  }

  private static List<String> tables(JdbcClient sql) {
    return sql.sql(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_name LIKE 'm2m!_%' ESCAPE '!' AND table_name <> 'm2m_schema_history'""")
        .query(String.class)
        .list();
  }
}
