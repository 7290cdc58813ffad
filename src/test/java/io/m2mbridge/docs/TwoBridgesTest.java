package io.m2mbridge.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.RecipePage;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The page {@code two-bridges}, with two packaged bridges that start at the same time. */
@Tag("verify")
class TwoBridgesTest {
  static final List<String> PAGES = List.of("two-bridges");

  @TempDir private static Path folder;
  private static String database;
  private static RecipePage page;
  private static Side live;
  private static Side sandbox;

  /** A bridge, and what it talks to. */
  private static final class Side implements AutoCloseable {
    private final M2mApi api = new M2mApi();
    private final RecordingServer ledger = new RecordingServer();
    private final String secret;
    private final String key;
    private final JdbcClient sql;
    private BridgeLauncher launcher;
    private BridgeProcess process;

    Side(String secret, String key, String role, String schema) {
      this.secret = secret;
      this.key = key;
      String url = "jdbc:postgresql://" + database + "?currentSchema=" + schema;
      this.sql = JdbcClient.create(new DriverManagerDataSource(url, role, "any"));
    }

    /** Launches it as the page says, but for the ports and M2M's address. */
    void launch(Path site) {
      launcher =
          BridgeLauncher.packaged(site)
              .with("M2M_WEBHOOK_SECRET", secret)
              .with("M2M_API_KEY", key)
              .with("M2M_API_BASE_URL", api.baseUrl())
              .with("M2M_DATABASE_PASSWORD", "any");
      process = launcher.launch();
    }

    String send(Event event, String secretOfSender) {
      String body = event.toString();
      String time = Long.toString(Instant.now().getEpochSecond());
      Webhook webhook =
          Webhook.of(body)
              .with("X-M2M-Timestamp", time)
              .with(
                  "X-M2M-Signature",
                  new Signature(secretOfSender).sign(time, body.getBytes(UTF_8)));
      var answer = launcher.send(webhook.to(launcher.webhooks()));
      return answer.statusCode() + " " + Bridge.outcome(answer);
    }

    String send(Event event) {
      return send(event, secret);
    }

    void await(Event event, String state) {
      Awaitility.await(event.key() + " to be " + state)
          .atMost(Duration.ofSeconds(20))
          .until(() -> state.equals(state(event)));
    }

    String state(Event event) {
      return sql.sql("SELECT state FROM m2m_deliveries WHERE event_key = ?")
          .param(event.key())
          .query(String.class)
          .optional()
          .orElse("missing");
    }

    long count(String from) {
      return sql.sql("SELECT count(*) FROM " + from).query(Long.class).single();
    }

    void knows(String user, String idNumber) {
      sql.sql(
              "INSERT INTO m2m_users (reference_id, first_name, last_name, id_number, id_type,"
                  + " date_of_birth) VALUES (?, 'Ana', 'Garcia', ?, 'CURP', '1990-05-15')")
          .params(user, idNumber)
          .update();
    }

    /** Runs a command in the folder of the bridge. */
    String run(String... command) {
      try (BridgeProcess run = launcher.withLogs(folder).launch(command)) {
        assertEquals(0, run.awaitExit(), run.stderr() + run.stdout());
        return run.stdout();
      }
    }

    @Override
    public void close() {
      process.close();
      api.close();
      ledger.close();
    }
  }

  @BeforeAll
  static void followThePage() {
    String url = TestPostgres.newDatabase();
    database = url.replaceFirst("jdbc:postgresql://", "").replaceFirst("\\?.*", "");
    live =
        new Side(
            "whsec_of_the_live_bridge_123456", "m2m_live_" + "a".repeat(32), "m2m_live", "live");
    sandbox =
        new Side(
            "whsec_of_the_sandbox_bridge_123",
            "m2m_test_" + "b".repeat(32),
            "m2m_sandbox",
            "sandbox");
    page =
        new RecipePage("two-bridges")
            .follow(
                folder,
                Map.of(
                    "db.internal:5432/m2m", database,
                    "ledger.internal", live.ledger.authority(),
                    "ledger-test.internal", sandbox.ledger.authority()));
    JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    page.tables().forEach(sql -> owner.sql(sql).update());
    live.launch(folder.resolve("live"));
    sandbox.launch(folder.resolve("sandbox"));
    live.process.awaitStarted();
    sandbox.process.awaitStarted();
  }

  @AfterAll
  static void stop() {
    live.close();
    sandbox.close();
  }

  private static Event created(String id) {
    return Event.of("operation.created").withText("data.operationId", id);
  }

  @Test
  void makeTheirTablesSideBySide() {
    long migrations = live.count("m2m_schema_history");

    assertTrue(migrations > 5);
    assertEquals(migrations, sandbox.count("m2m_schema_history"));
    assertThrows(DataAccessException.class, () -> live.count("sandbox.m2m_deliveries"));
    assertThrows(DataAccessException.class, () -> sandbox.count("live.m2m_deliveries"));
  }

  @Test
  void runOneEventOfEachThoughTheIdsAreTheSame() {
    Event event = created("op_of_both");
    assertEquals("200 accepted", live.send(event));
    live.await(event, "done");
    assertEquals("missing", sandbox.state(event));

    assertEquals("200 accepted", sandbox.send(event));
    sandbox.await(event, "done");
    assertEquals("200 duplicate", live.send(event));

    for (Side side : List.of(live, sandbox)) {
      assertEquals(1, side.count("m2m_fund_holds WHERE operation_id = 'op_of_both'"));
      assertEquals(1, side.ledger.received(event, "/operations").size());
    }
  }

  @Test
  void refuseTheSecretOfTheOther() {
    Event event = created("op_of_a_stranger");

    assertEquals("401 null", live.send(event, sandbox.secret));
    assertEquals("401 null", sandbox.send(event, live.secret));
    assertEquals("missing", live.state(event));
    assertEquals("missing", sandbox.state(event));
  }

  @Test
  void replyWithTheirOwnKeyAndUserToTheirOwnAccount() {
    for (Side side : List.of(live, sandbox)) {
      String idNumber = side == live ? "GALO900515HDFRPN09" : "TEST900515HDFRPN01";
      side.knows("user_of_both", idNumber);
      Event request =
          Event.of("user.data_request")
              .withText("data.dataRequestId", "dr_of_both")
              .withText("data.referenceId", "user_of_both")
              .withText("data.replyEndpoint", side.api.replyEndpoint("dr_of_both"))
              .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString());
      assertEquals("200 accepted", side.send(request));
      side.await(request, "done");

      List<RecordingServer.Request> replies = side.api.requestsFor("dr_of_both");
      assertEquals(1, replies.size());
      assertEquals(List.of(side.key), replies.get(0).headers().get("X-api-key"));
      assertTrue(replies.get(0).body().contains(idNumber), replies::toString);
    }
  }

  @Test
  void runWhileTheOtherIsLocked() throws Exception {
    Event event = created("op_meanwhile");
    var source = new DriverManagerDataSource("jdbc:postgresql://" + database, "m2m_live", "any");
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE live.m2m_deliveries, live.m2m_notices, live.m2m_operations");

      assertEquals("200 accepted", sandbox.send(event));
      sandbox.await(event, "done");
      assertEquals("503 null", live.send(event));
      connection.rollback();
    }
    Awaitility.await("the live bridge")
        .atMost(Duration.ofSeconds(30))
        .until(() -> live.send(event).startsWith("200"));
    live.await(event, "done");
  }

  @Test
  void replayAndEraseInOneOnly() {
    Event dead = created("op_replayed").withText("data.referenceId", "user_erased");
    for (Side side : List.of(live, sandbox)) {
      side.knows("user_erased", "GALO900515HDFRPN09");
      assertEquals("200 accepted", side.send(dead));
      side.await(dead, "done");
      side.sql
          .sql("UPDATE m2m_deliveries SET state = 'dead' WHERE event_key = ?")
          .param(dead.key())
          .update();
    }

    assertTrue(live.run("replay", dead.key()).contains("1 put back."));
    live.await(dead, "done");
    sandbox.run("erase", "user_erased", "--yes");

    assertEquals("dead", sandbox.state(dead));
    assertEquals(0, sandbox.count("m2m_users WHERE reference_id = 'user_erased'"));
    assertEquals(1, live.count("m2m_users WHERE reference_id = 'user_erased'"));
  }
}
