package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.LostStandby;
import io.m2mbridge.testing.TcpProxy;
import io.m2mbridge.testkit.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CancellingConnectionTest {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static String url;
  private static JdbcClient sql;

  private final AtomicInteger deaths = new AtomicInteger();
  private Connection real;
  private Connection connection;

  @BeforeAll
  static void create() {
    url = TestPostgres.newDatabase();
    sql = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    LostStandby.demandFlush(url);
    sql.sql("CREATE TABLE written (name text)").update();
  }

  @BeforeEach
  void connect() throws SQLException {
    connect(url);
  }

  private void connect(String to) throws SQLException {
    real = DriverManager.getConnection(to, "postgres", "");
    real.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
    connection = CancellingConnection.of(real, deaths::incrementAndGet);
  }

  @AfterEach
  void close() throws SQLException {
    real.close();
  }

  @Test
  void cancelsAStatementAndGoesOn() throws SQLException {
    try (PreparedStatement sleep = connection.prepareStatement("SELECT pg_sleep(60)")) {
      var failure = assertThrows(SQLException.class, sleep::executeQuery);
      assertEquals("57014", failure.getSQLState());
    }
    assertStillConnected();
  }

  @Test
  void failsACommitWhoseWaitForAStandbyItCancelled() throws Exception {
    connection.setAutoCommit(false);
    write(connection, "in a transaction");
    LostStandby.during(
        url,
        () -> {
          var failure = assertThrows(SQLException.class, connection::commit);
          assertEquals("57014", failure.getSQLState());
        });
    assertEquals(1, written("in a transaction"));
    assertStillConnected();
  }

  @Test
  void failsAStatementWhoseWaitForAStandbyItCancelled() throws Exception {
    LostStandby.during(
        url,
        () -> {
          var failure = assertThrows(SQLException.class, () -> write(connection, "alone"));
          assertEquals("57014", failure.getSQLState());
        });
    assertEquals(1, written("alone"));
    assertStillConnected();
  }

  @Test
  void takesNoCommitForDurableWhoseWaitSomeoneElseCancelled() throws Exception {
    real.setNetworkTimeout(Runnable::run, 0);
    LostStandby.during(
        url,
        () -> {
          var administrator = CompletableFuture.runAsync(this::cancelFromElsewhere);
          var failure = assertThrows(SQLException.class, () -> write(connection, "elsewhere"));
          assertEquals("57014", failure.getSQLState());
          administrator.join();
          administrator = CompletableFuture.runAsync(this::cancelFromElsewhere);
          connection.setAutoCommit(false);
          write(connection, "elsewhere, in a transaction");
          assertThrows(SQLException.class, connection::commit);
          administrator.join();
        });
    assertStillConnected();
  }

  private void cancelFromElsewhere() {
    Awaitility.await("a commit to wait")
        .until(
            () ->
                sql.sql(
                        "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event = 'SyncRep'")
                    .query(Integer.class)
                    .single(),
            cancelled -> cancelled > 0);
  }

  @Test
  void tellsOfAServerThatSaysNothing() throws Exception {
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (TcpProxy cable = new TcpProxy(port)) {
      close();
      connect(url.replace(":" + port + "/", ":" + cable.port() + "/"));
      cable.forget();

      var failure = assertThrows(SQLException.class, () -> write(connection, "nowhere"));
      assertTrue(failure.getSQLState().startsWith("08"), failure::getSQLState);
      assertEquals(1, deaths.get());
    }
  }

  private static void write(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO written VALUES ('" + name + "')");
    }
  }

  private static int written(String name) {
    return sql.sql("SELECT count(*) FROM written WHERE name = ?")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private void assertStillConnected() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    try (Statement statement = connection.createStatement()) {
      assertTrue(statement.execute("SELECT 1"));
    }
    assertEquals(0, deaths.get());
  }
}
