package io.m2mbridge.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction manager with the session settings that the bridge needs, whatever the database or
 * the role sets: read committed, flushed at the commit, and with time limits. The settings end with
 * the transaction, so that the session is unchanged when a pooler or the application gives it to
 * another user. Schema, time zone and date style stay as the site has set them.
 */
public final class OwnTransactions extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;

  /**
   * The settings, each with its reason:
   *
   * <ul>
   *   <li>{@code synchronous_commit}: raised to {@code on} where it is weaker, kept where it is
   *       stronger.
   *   <li>{@code statement_timeout}: otherwise the server's session of a client that hangs or is
   *       cut off would hold its locks for ever.
   *   <li>{@code lock_timeout}: off, because {@code statement_timeout} includes the wait for locks.
   *   <li>{@code client_min_messages}: a commit that did not wait for its standby is reported by a
   *       warning, which must reach the client.
   *   <li>{@code transaction_timeout}: off; PostgreSQL 17 and later have it.
   * </ul>
   */
  static final String LIMITS = limits(Duration.ofSeconds(10), Duration.ZERO);

  private final String preparation;

  public OwnTransactions(DataSource dataSource) {
    this(dataSource, LIMITS);
  }

  private OwnTransactions(DataSource dataSource, String limits) {
    super(dataSource);
    preparation =
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT "
            + limits
            + ", set_config('idle_in_transaction_session_timeout', '10s', true)";
  }

  private static String limits(Duration statementTimeout, Duration lockTimeout) {
    return String.format(
        Locale.ROOT,
        """
        set_config('synchronous_commit', CASE current_setting('synchronous_commit')
          WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true),
        set_config('statement_timeout', '%d', true),
        set_config('lock_timeout', '%d', true),
        set_config('client_min_messages', 'warning', true),
        CASE WHEN current_setting('transaction_timeout', true) <> '0'
          THEN set_config('transaction_timeout', '0', true) END""",
        statementTimeout.toMillis(),
        lockTimeout.toMillis());
  }

  /** Returns such transactions, whose statements are cancelled before a connection is closed. */
  public static TransactionTemplate cancelling(DataSource dataSource) {
    return cancelling(dataSource, LIMITS);
  }

  /**
   * Returns such transactions with other limits of time.
   *
   * @param statementTimeout includes the wait for locks
   * @param lockTimeout the longest wait for one lock
   */
  public static TransactionTemplate cancelling(
      DataSource dataSource, Duration statementTimeout, Duration lockTimeout) {
    return cancelling(dataSource, limits(statementTimeout, lockTimeout));
  }

  private static TransactionTemplate cancelling(DataSource dataSource, String limits) {
    DataSource cancelling = new CancellingDataSource(dataSource, IdleConnections.of(dataSource));
    return new TransactionTemplate(new OwnTransactions(cancelling, limits));
  }

  /** The driver sends both statements in one message, together with the transaction's BEGIN. */
  @Override
  protected void prepareTransactionalConnection(
      Connection connection, TransactionDefinition definition) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      prepare(connection);
      return;
    }
    // The driver's own savepoint would come first, and then the isolation can't be set any more.
    PGConnection driver = connection.unwrap(PGConnection.class);
    AutoSave autosave = driver.getAutosave();
    driver.setAutosave(AutoSave.NEVER);
    try {
      prepare(connection);
    } finally {
      driver.setAutosave(autosave);
    }
  }

  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(preparation);
    }
  }
}
