package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The bridge while its database can't be reached, and once it can again. */
@Tag("alone")
@Tag("verify")
class DatabaseOutageTest extends DatabaseOutage {
  @ParameterizedTest
  @EnumSource(Outage.class)
  void answersTryAgainInTime(Outage outage) {
    sendAtOnce();
    pull(outage);
    for (int round = 0; round < 2; round++) {
      for (Answer answer : sendAtOnce()) {
        assertEquals(503, answer.response().statusCode());
        assertEquals("60", answer.response().headers().firstValue("Retry-After").orElse("missing"));
        assertEquals("Service Unavailable", answer.response().body());
        assertEquals(null, Bridge.outcome(answer.response()));
        assertTrue(answer.after().compareTo(ANSWERED_WITHIN) < 0, () -> "after " + answer.after());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void isAliveButNotReady(Outage outage) {
    awaitReady();
    pull(outage);
    CompletableFuture<List<Answer>> load = CompletableFuture.supplyAsync(this::sendAtOnce);
    for (int round = 0; round < 3; round++) {
      Answer ready = manage("/observe/health/ready");
      assertEquals(503, ready.response().statusCode());
      assertTrue(ready.after().compareTo(NOT_READY_WITHIN) < 0, () -> "after " + ready.after());
      Answer live = manage("/observe/health/live");
      assertEquals(200, live.response().statusCode());
      assertTrue(live.after().compareTo(NOT_READY_WITHIN) < 0, () -> "after " + live.after());
    }
    load.join();
    cable.restore();
    awaitReady();
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void takesWebhooksAgainByItself(Outage outage) {
    pull(outage);
    sendAtOnce();
    cable.restore();
    String id = awaitAccepted();
    for (Answer answer : sendAtOnce()) {
      assertEquals(200, answer.response().statusCode());
    }
    Awaitility.await("the event to be dispatched")
        .atMost(BACK_WITHIN)
        .until(() -> "done".equals(state("link.opened:" + id)));
  }

  /** What is stored although it was answered 503 is a duplicate when M2M sends it again. */
  @ParameterizedTest
  @EnumSource(Outage.class)
  void losesNothingThatIsSentAgain(Outage outage) {
    pull(outage);
    List<HttpRequest> requests = IntStream.range(0, 20).mapToObj(i -> webhook()).toList();
    requests.forEach(
        request -> assertEquals(503, exchange(request).join().response().statusCode()));
    cable.restore();
    awaitAccepted();
    for (HttpRequest request : requests) {
      Answer answer = exchange(request).join();
      assertEquals(200, answer.response().statusCode());
      assertNotNull(Bridge.outcome(answer.response()));
    }
  }

  /** Rounds of load in a long outage: what is answered leaves nothing behind. */
  @Test
  void pilesUpNoThreads() {
    sendAtOnce();
    int before = threads();
    cable.stall();
    for (int round = 0; round < 3; round++) {
      sendAtOnce();
      manage("/observe/health/ready");
      assertTrue(threads() < before + 60, () -> "from " + before + " to " + threads());
    }
    cable.restore();
    awaitAccepted();
    Awaitility.await("threads to end")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertTrue(threads() <= before + 10, () -> "from " + before + " to " + threads()));
  }

  /** Or a table that is locked for long would use up the server's connections. */
  @Test
  void leavesNoStatementWaitingOnTheServerThatNobodyWaitsFor() throws SQLException {
    DataSource server = new DriverManagerDataSource(direct, "postgres", "");
    JdbcClient sql = JdbcClient.create(server);
    try (Connection locker = server.getConnection()) {
      locker.setAutoCommit(false);
      locker.createStatement().execute("LOCK TABLE m2m_deliveries");
      CompletableFuture<Answer> answer = exchange(webhook());
      List<Integer> waiting =
          Awaitility.await("a statement to wait for the lock")
              .until(() -> waitingForTheLock(sql), now -> !now.isEmpty());
      assertEquals(503, answer.join().response().statusCode());
      Awaitility.await("the statements to be cancelled")
          .until(() -> waitingForTheLock(sql), now -> Collections.disjoint(now, waiting));
      assertEquals(503, manage("/observe/health/ready").response().statusCode());
    }
    awaitReady();
  }

  /**
   * As after a failover, or behind a firewall that forgot the connections: no reset tells. The pool
   * is full before, because a connection that is being opened at that moment would block the pool's
   * only opener until its own timeout.
   */
  @Test
  void takesWebhooksWithinSecondsWhenAllItsConnectionsAreDead() throws Exception {
    awaitReady();
    sendAtOnce();
    bridge.awaitIdle();
    fillPool();
    cable.forget();
    Awaitility.await("webhooks to be accepted").atMost(DEAD_FOR).until(() -> isAccepted(webhook()));
    for (Answer answer : sendAtOnce()) {
      assertEquals(200, answer.response().statusCode());
    }
  }
}
