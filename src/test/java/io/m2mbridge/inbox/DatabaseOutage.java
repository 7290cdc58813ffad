package io.m2mbridge.inbox;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A bridge whose database can be cut off. */
abstract class DatabaseOutage {
  static final int AT_ONCE = 100;
  static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
  static final Duration NOT_READY_WITHIN = Duration.ofSeconds(2);
  static final Duration BACK_WITHIN = Duration.ofSeconds(10);
  static final Duration DEAD_FOR = Duration.ofSeconds(5);
  static final ExecutorService THREADS = Executors.newFixedThreadPool(4);
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(THREADS).build();

  static String direct;
  static TcpProxy cable;
  static Bridge bridge;

  enum Outage {
    CUT,
    STALLED
  }

  record Answer(HttpResponse<String> response, Duration after) {}

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

  static List<Integer> waitingForTheLock(JdbcClient sql) {
    return sql.sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND query LIKE 'INSERT%' AND wait_event_type = 'Lock'")
        .query(Integer.class)
        .list();
  }

  static boolean isAccepted(HttpRequest webhook) {
    return exchange(webhook).join().response().statusCode() == 200;
  }

  static void awaitReady() {
    Awaitility.await("to be ready")
        .atMost(BACK_WITHIN)
        .until(() -> manage("/observe/health/ready").response().statusCode() == 200);
  }

  /** Fills the pool, which has few connections in its first seconds. */
  static void fillPool() throws SQLException {
    HikariDataSource pool =
        bridge.context().getRegistry().lookupByNameAndType("dataSource", HikariDataSource.class);
    List<Connection> borrowed = new ArrayList<>();
    try {
      while (pool.getHikariPoolMXBean().getTotalConnections() < pool.getMaximumPoolSize()) {
        borrowed.add(pool.getConnection());
      }
    } finally {
      for (Connection connection : borrowed) {
        connection.close();
      }
    }
  }

  static void pull(Outage outage) {
    if (outage == Outage.CUT) {
      cable.cut();
    } else {
      cable.stall();
    }
  }

  List<Answer> sendAtOnce() {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(exchange(webhook()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  static HttpRequest webhook() {
    return webhook(UUID.randomUUID().toString());
  }

  static HttpRequest webhook(String linkId) {
    return Webhook.of(Event.of("link.opened").withText("data.linkId", linkId).toString())
        .to(bridge.webhooks());
  }

  /** The id of the link of the first webhook that was accepted. */
  static String awaitAccepted() {
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

  static CompletableFuture<Answer> exchange(HttpRequest request) {
    long start = System.nanoTime();
    return HTTP.sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> new Answer(answer, Duration.ofNanos(System.nanoTime() - start)))
        .orTimeout(40, TimeUnit.SECONDS);
  }

  static Answer manage(String path) {
    long start = System.nanoTime();
    HttpResponse<String> answer = bridge.manage(path);
    return new Answer(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Past the cable. */
  static String state(String eventKey) {
    return JdbcClient.create(new DriverManagerDataSource(direct, "postgres", ""))
        .sql("SELECT state FROM m2m_deliveries WHERE event_key = :key")
        .param("key", eventKey)
        .query(String.class)
        .single();
  }

  /** Those of the bridge: neither the proxy's nor the test's own. */
  static int threads() {
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
