package io.m2mbridge.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A synchronous standby that is gone: meanwhile each commit waits, in databases that {@link
 * #demandFlush}. It is the server's own wait; only the standby was never there.
 */
public final class LostStandby {
  /** What is done meanwhile. */
  public interface Action {
    void run() throws Exception;
  }

  private LostStandby() {}

  /** Has the commits of a database wait for the flush, as only a server of tests doesn't. */
  public static void demandFlush(String url) {
    JdbcClient sql = sql(url);
    String name = sql.sql("SELECT current_database()").query(String.class).single();
    sql.sql("ALTER DATABASE " + name + " SET synchronous_commit = on").update();
  }

  /**
   * Loses the standby, and brings it back afterwards.
   *
   * @param url of a database that demands the flush
   */
  public static void during(String url, Action action) throws Exception {
    set(url, "ALTER SYSTEM SET synchronous_standby_names = 'gone'");
    try {
      Awaitility.await("commits to wait").until(() -> isCommitWaiting(url));
      action.run();
    } finally {
      set(url, "ALTER SYSTEM RESET synchronous_standby_names");
      Awaitility.await("commits not to wait").until(() -> !isCommitWaiting(url));
    }
  }

  private static void set(String url, String statement) {
    sql(url).sql(statement).update();
    sql(url).sql("SELECT pg_reload_conf()").query(Boolean.class).single();
  }

  private static JdbcClient sql(String url) {
    return JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
  }

  /** Whether one does that has written no row. */
  private static boolean isCommitWaiting(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      statement.execute("SELECT pg_logical_emit_message(true, 'test', '')");
      return statement.getWarnings() != null;
    }
  }
}
