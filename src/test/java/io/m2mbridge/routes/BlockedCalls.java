package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.testing.StuckServer;
import io.m2mbridge.testing.TcpProxy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that something blocks for longer than their time limits, all begun at once. */
abstract class BlockedCalls {
  /** What a loaded machine may add. */
  static final Duration SLACK = Duration.ofMillis(2_500);

  /** Camel's default. */
  static final int CONNECTIONS_OF_A_SITE = 20;

  static final ExecutorService THREADS = Executors.newCachedThreadPool();

  static final StuckServer SILENT = StuckServer.silent();

  static final StuckServer CROWDED = StuckServer.silent();

  static final StuckServer BLACK_HOLE = StuckServer.blackHole();

  static Bridge bridge;

  static Bridge edge;

  static TcpProxy cable;

  static HikariDataSource pulled;

  static Connection locker;

  static CompletableFuture<Ended> lookUp;

  static CompletableFuture<Ended> sqlStep;

  static CompletableFuture<Ended> idleTransaction;

  static CompletableFuture<Ended> silentSite;

  static CompletableFuture<Ended> farSite;

  static CompletableFuture<Ended> silentTls;

  static CompletableFuture<Ended> farApi;

  static CompletableFuture<Ended> crowdedSite;

  static CompletableFuture<Ended> silentBroker;

  static CompletableFuture<Ended> pulledQuery;

  static CompletableFuture<Ended> pulledConnection;

  static CompletableFuture<Ended> silentDatabase;

  static CompletableFuture<Ended> farDatabase;

  record Ended(Throwable failure, Duration after) {
    String sqlState() {
      return failure instanceof SQLException e ? e.getSQLState() : null;
    }
  }

  @BeforeAll
  static void block() throws Exception {
    bridge = Bridge.start(Map.of("m2m.api.base-url", "http://" + BLACK_HOLE.address()));
    bridge.sql().sql("CREATE TABLE locked (a int)").update();
    edge =
        Bridge.start(
            Map.of(
                "m2m.deliveries.repository", "caffeine",
                "m2m.intake.kafka.brokers", SILENT.address(),
                "m2m.forward.default", "direct:event-intake-send"));
    HikariDataSource pool =
        bridge.context().getRegistry().lookupByNameAndType("dataSource", HikariDataSource.class);
    cable = new TcpProxy(URI.create(pool.getJdbcUrl().substring("jdbc:".length())).getPort());
    pulled = like(pool, cable.port());
    Connection beforehand = pulled.getConnection();
    locker = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "");
    locker.setAutoCommit(false);
    locker.createStatement().execute("LOCK TABLE m2m_users, locked");
    cable.stall();

    lookUp = begin(() -> failureOf("direct:user-data-lookup"));
    sqlStep = begin(() -> failureOf("sql:SELECT * FROM locked"));
    idleTransaction = begin(() -> endOfIdle(pool));
    silentSite = begin(() -> failureOf("http://" + SILENT.address() + "/a"));
    farSite = begin(() -> failureOf("http://" + BLACK_HOLE.address() + "/a"));
    silentTls = begin(() -> failureOf("https://" + SILENT.address() + "/a"));
    farApi = begin(TimeLimitsTest::replyFailure);
    silentBroker = begin(TimeLimitsTest::refusal);
    pulledQuery = begin(() -> beforehand.createStatement().execute("SELECT 1"));
    pulledConnection = begin(pulled::getConnection);
    silentDatabase = begin(() -> connect(pool, SILENT.port()));
    farDatabase = begin(() -> connect(pool, BLACK_HOLE.port()));
    // More than there is room for: whichever of them fail, no connection is left.
    for (int i = 0; i < CONNECTIONS_OF_A_SITE * 3 / 2; i++) {
      begin(() -> failureOf("http://" + CROWDED.address() + "/a"));
    }
    Awaitility.await().until(CROWDED::connections, count -> count >= CONNECTIONS_OF_A_SITE);
    crowdedSite = begin(() -> failureOf("http://" + CROWDED.address() + "/a"));
  }

  @AfterAll
  static void end() throws SQLException {
    locker.close();
    bridge.close();
    edge.close();
    cable.close();
    pulled.close();
    SILENT.close();
    CROWDED.close();
    BLACK_HOLE.close();
    THREADS.shutdownNow();
  }

  static CompletableFuture<Ended> begin(Callable<?> blocked) {
    long begin = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          Throwable failure = null;
          try {
            Object result = blocked.call();
            failure = result instanceof Throwable thrown ? thrown : null;
          } catch (Exception e) {
            failure = e;
          }
          return new Ended(failure, Duration.ofNanos(System.nanoTime() - begin));
        },
        THREADS);
  }

  static Exception failureOf(String uri) throws Exception {
    try (ProducerTemplate template = bridge.context().createProducerTemplate()) {
      Exchange exchange =
          template.request(uri, call -> call.setVariable("referenceId", "user_locked"));
      return exchange.getException();
    }
  }

  static Throwable replyFailure() throws Exception {
    try (ProducerTemplate template = bridge.context().createProducerTemplate()) {
      return template
          .request(
              "direct:reply-call",
              call -> {
                call.setVariable("replyPath", "/partner/data-requests/a");
                call.setVariable("retryUntil", Instant.now().plusSeconds(60));
                call.setVariable("reply", "{}");
              })
          .getVariable("replyFailure", Throwable.class);
    }
  }

  static Exception refusal() {
    HttpResponse<String> answer = edge.send(Event.of("operation.created").toString());
    return answer.statusCode() == 503 ? new IllegalStateException("refused") : null;
  }

  /** A transaction of the bridge's own, as that of an event's effects, in which nothing is done. */
  static Exception endOfIdle(HikariDataSource pool) {
    return new TransactionTemplate(new OwnTransactions(pool))
        .execute(
            status -> {
              Connection idle = DataSourceUtils.getConnection(pool);
              try {
                return endOf(idle.unwrap(PGConnection.class).getBackendPID());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** Waits for a backend to be gone. */
  static Exception endOf(int backend) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                bridge
                    .sql()
                    .sql("SELECT count(*) FROM pg_stat_activity WHERE pid = ?")
                    .param(backend)
                    .query(Long.class)
                    .single(),
            count -> count == 0);
    return new IllegalStateException("gone");
  }

  /** A pool as the bridge's, of another port. */
  static HikariDataSource like(HikariDataSource pool, int port) {
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setDataSource(null);
    config.setJdbcUrl(pool.getJdbcUrl().replaceFirst(":\\d+/", ":" + port + "/"));
    config.setPoolName("pulled");
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  /** By the driver alone. */
  static Connection connect(HikariDataSource pool, int port) throws SQLException {
    Properties properties = new Properties();
    pool.getDataSourceProperties()
        .forEach((key, value) -> properties.put(key, String.valueOf(value)));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/m2m?user=postgres", properties);
  }

  static Ended assertFailsWithin(Duration limit, CompletableFuture<Ended> blocked) {
    Ended ended = blocked.join();
    assertNotNull(ended.failure());
    assertTrue(
        ended.after().compareTo(limit.plus(SLACK)) < 0,
        () -> ended.after() + " " + ended.failure());
    return ended;
  }
}
