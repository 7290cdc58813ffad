package io.m2mbridge.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that run as the bridge needs them, whatever the database or the role sets: read
 * committed, flushed at the commit, and within time limits of their own. All of it ends with the
 * transaction, so that nothing is left behind in a session that a pooler or the application gives
 * to others. Schema, time zone and date style stay as the site has set them.
 */
public final class OwnTransactions extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;

  /**
   * Limits, as the backend of a process that hangs or is cut off would hold its locks for ever;
   * {@code lock_timeout} is switched off, for the limit on the statement includes it. A weaker
   * {@code synchronous_commit} than {@code on} is raised, a stronger one kept. A warning tells that
   * a commit didn't wait for its standby: none may be held back. {@code transaction_timeout} is
   * there from PostgreSQL 17 on.
   */
  static final String LIMITS =
      """
      set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true),
      set_config('statement_timeout', '10s', true),
      set_config('lock_timeout', '0', true),
      set_config('client_min_messages', 'warning', true),
      CASE WHEN current_setting('transaction_timeout', true) <> '0'
        THEN set_config('transaction_timeout', '0', true) END""";

  private static final String PREPARATION =
      "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT "
          + LIMITS
          + ", set_config('idle_in_transaction_session_timeout', '10s', true)";

  public OwnTransactions(DataSource dataSource) {
    super(dataSource);
  }

  /** Such transactions, whose statements are cancelled before their connection is given up. */
  public static TransactionTemplate cancelling(DataSource dataSource) {
    return new TransactionTemplate(
        new OwnTransactions(new CancellingDataSource(dataSource, IdleConnections.of(dataSource))));
  }

  /** Both statements go to the server in one message, together with the transaction's begin. */
  @Override
  protected void prepareTransactionalConnection(
      Connection connection, TransactionDefinition definition) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      prepare(connection);
      return;
    }
    // With a savepoint before the first statement it would be too late to choose the isolation.
    PGConnection driver = connection.unwrap(PGConnection.class);
    AutoSave autosave = driver.getAutosave();
    driver.setAutosave(AutoSave.NEVER);
    try {
      prepare(connection);
    } finally {
      driver.setAutosave(autosave);
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PREPARATION);
    }
  }
}
