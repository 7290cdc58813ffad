package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.testing.TcpProxy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The bridge while its database can't be reached, and once it can again. */
@Tag("alone")
@Tag("verify")
class DatabaseOutageTest {
  private static final int AT_ONCE = 100;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
  private static final Duration NOT_READY_WITHIN = Duration.ofSeconds(2);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(10);
  private static final Duration DEAD_FOR = Duration.ofSeconds(5);

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(THREADS).build();

  private static String direct;
  private static TcpProxy cable;
  private static Bridge bridge;

  private enum Outage {
    CUT,
    STALLED
  }

  private record Answer(HttpResponse<String> response, Duration after) {}

  @BeforeAll
  static void start() {
    direct = TestPostgres.newDatabase();
    URI server = URI.create(direct.substring("jdbc:".length()));
    cable = new TcpProxy(server.getPort());
    bridge =
        Bridge.start(
            direct.replace(":" + server.getPort() + "/", ":" + cable.port() + "/"), Map.of());
  }

  @AfterAll
  static void stop() {
    cable.restore();
    bridge.close();
    cable.close();
    THREADS.shutdownNow();
  }

  @AfterEach
  void restore() {
    cable.restore();
    awaitAccepted();
  }

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

  private static List<Integer> waitingForTheLock(JdbcClient sql) {
    return sql.sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND query LIKE 'INSERT%' AND wait_event_type = 'Lock'")
        .query(Integer.class)
        .list();
  }

  /**
   * As after a failover, or behind a firewall that forgot the connections: no reset tells. The pool
   * is full before, because a connection that is being opened at that moment would block the pool's
   * only opener until its own timeout.
   */
  @Test
  void takesWebhooksWithinSecondsWhenAllItsConnectionsAreDead() {
    awaitReady();
    sendAtOnce();
    bridge.awaitIdle();
    awaitFullPool();
    cable.forget();
    Awaitility.await("webhooks to be accepted").atMost(DEAD_FOR).until(() -> isAccepted(webhook()));
    for (Answer answer : sendAtOnce()) {
      assertEquals(200, answer.response().statusCode());
    }
  }

  private static boolean isAccepted(HttpRequest webhook) {
    return exchange(webhook).join().response().statusCode() == 200;
  }

  private static void awaitReady() {
    Awaitility.await("to be ready")
        .atMost(BACK_WITHIN)
        .until(() -> manage("/observe/health/ready").response().statusCode() == 200);
  }

  private static void awaitFullPool() {
    HikariDataSource pool =
        bridge.context().getRegistry().lookupByNameAndType("dataSource", HikariDataSource.class);
    Awaitility.await("the pool to be full")
        .atMost(BACK_WITHIN)
        .until(
            pool.getHikariPoolMXBean()::getTotalConnections,
            total -> total == pool.getMaximumPoolSize());
  }

  private static void pull(Outage outage) {
    if (outage == Outage.CUT) {
      cable.cut();
    } else {
      cable.stall();
    }
  }

  private List<Answer> sendAtOnce() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(exchange(webhook()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static HttpRequest webhook() {
    return webhook(UUID.randomUUID().toString());
  }

  private static HttpRequest webhook(String linkId) {
    return Webhook.of(Event.of("link.opened").withText("data.linkId", linkId).toString())
        .to(bridge.webhooks());
  }

  /** The id of the link of the first webhook that was accepted. */
  private static String awaitAccepted() {
    String[] id = {""};
    Awaitility.await("webhooks to be accepted")
        .atMost(BACK_WITHIN)
        .until(
            () -> {
              id[0] = UUID.randomUUID().toString();
              return exchange(webhook(id[0])).join().response().statusCode() == 200;
            });
    return id[0];
  }

  private static CompletableFuture<Answer> exchange(HttpRequest request) {
    long start = System.nanoTime();
    return HTTP.sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> new Answer(answer, Duration.ofNanos(System.nanoTime() - start)))
        .orTimeout(40, TimeUnit.SECONDS);
  }

  private static Answer manage(String path) {
    long start = System.nanoTime();
    HttpResponse<String> answer = bridge.manage(path);
    return new Answer(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Past the cable. */
  private static String state(String eventKey) {
    return JdbcClient.create(new DriverManagerDataSource(direct, "postgres", ""))
        .sql("SELECT state FROM m2m_deliveries WHERE event_key = :key")
        .param("key", eventKey)
        .query(String.class)
        .single();
  }

  /** Those of the bridge: neither the proxy's nor the test's own. */
  private static int threads() {
    Thread[] all = new Thread[2 * Thread.activeCount() + 100];
    int count = Thread.enumerate(all);
    int bridges = 0;
    for (int i = 0; i < count; i++) {
      String name = all[i].getName();
      if (!name.startsWith("tcp-proxy-") && !name.startsWith("HttpClient-")) {
        bridges++;
      }
    }
    return bridges;
  }
}
