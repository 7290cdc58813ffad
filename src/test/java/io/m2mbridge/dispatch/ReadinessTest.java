package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.LostStandby;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bridge on a database that answers, and doesn't do what webhooks need of it. */
@Tag("verify")
class ReadinessTest {
  private static final int POOL_SIZE = 8;
  private static final int SENDERS = 8;
  private static final String ROLE = "m2m_readiness";
  private static final String BACKENDS =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'm2m-bridge'";

  private static Bridge bridge;

  @BeforeAll
  static void start() {
    // Without the user that it names.
    String url = TestPostgres.newDatabase().replaceFirst("[?].*", "");
    LostStandby.demandFlush(url);
    sql(url, "CREATE ROLE " + ROLE + " LOGIN");
    sql(url, "GRANT ALL ON SCHEMA public TO " + ROLE);
    bridge =
        Bridge.start(
            url,
            Map.of(
                "m2m.database.username",
                ROLE,
                "m2m.database.pool-size",
                String.valueOf(POOL_SIZE)));
  }

  @AfterAll
  static void stop() {
    bridge.close();
    bridge.sql().sql("DROP OWNED BY " + ROLE).update();
    bridge.sql().sql("DROP ROLE " + ROLE).update();
  }

  @BeforeEach
  @AfterEach
  void awaitReady() {
    awaitReadiness(200);
  }

  @Test
  void isNotReadyWhileTheTableIsLocked() throws Exception {
    try (Connection locker = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      locker.setAutoCommit(false);
      locker.createStatement().execute("LOCK TABLE m2m_deliveries IN SHARE MODE");
      assertEquals(503, send("locked").statusCode());
      assertEquals(503, readiness());
    }
  }

  @Test
  void isNotReadyWithoutTheRightToInsert() {
    without(
        "INSERT",
        () -> {
          assertEquals(503, send("refused").statusCode());
          assertEquals(503, readiness());
        });
    awaitReadiness(200);

    assertEquals(200, send("refused").statusCode());
  }

  @Test
  void isNotReadyWhileItCanNotClaim() {
    without(
        "UPDATE",
        () -> {
          assertEquals(200, send("unclaimed").statusCode());
          awaitReadiness(503);
        });
    awaitReadiness(200);

    bridge.await("link.opened:unclaimed", "done");
  }

  private static void without(String right, Runnable action) {
    sql(bridge.databaseUrl(), "REVOKE " + right + " ON m2m_deliveries FROM " + ROLE);
    try {
      action.run();
    } finally {
      sql(bridge.databaseUrl(), "GRANT " + right + " ON m2m_deliveries TO " + ROLE);
    }
  }

  /** Whatever it gives up, it leaves no session behind: other applications need theirs. */
  @Test
  void holdsNoMoreThanItsPoolWhileTheStandbyIsGone() throws Exception {
    Set<String> answered200 = ConcurrentHashMap.newKeySet();
    LostStandby.during(
        bridge.databaseUrl(),
        () -> {
          ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
          try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
              String id = UUID.randomUUID().toString();
              answers.add(senders.submit(() -> sendUnlessRefused(id, answered200)));
            }
            for (Future<Integer> answer : answers) {
              assertTrue(answer.get() <= POOL_SIZE, "backends");
            }
          } finally {
            senders.shutdownNow();
          }
          assertEquals(503, readiness());
        });
    awaitReadiness(200);

    assertEquals(Set.of(), answered200);
    assertEquals(200, send("replicated").statusCode());
    bridge.awaitIdle();
  }

  /** How many backends the bridge had afterwards. */
  private static int sendUnlessRefused(String id, Set<String> answered200) throws Exception {
    if (send(id).statusCode() == 200) {
      answered200.add(id);
    }
    return bridge.sql().sql(BACKENDS).query(Integer.class).single();
  }

  private static HttpResponse<String> send(String linkId) {
    return bridge.send(Event.of("link.opened").withText("data.linkId", linkId).toString());
  }

  private static int readiness() {
    return bridge.manage("/observe/health/ready").statusCode();
  }

  private static void awaitReadiness(int status) {
    Awaitility.await("readiness to be " + status)
        .atMost(Duration.ofSeconds(20))
        .until(() -> readiness() == status);
  }

  private static void sql(String url, String statement) {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      connection.createStatement().execute(statement);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
