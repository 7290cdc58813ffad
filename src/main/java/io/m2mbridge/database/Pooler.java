package io.m2mbridge.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * What stands between the bridge and PostgreSQL. A pooler such as PgBouncer gives a connection the
 * process id of no backend; where it pools by transaction, another backend serves each transaction
 * of a connection.
 */
enum Pooler {
  NONE,
  /** A connection keeps its backend. */
  BY_SESSION,
  /** A connection has a backend for a transaction at a time: nothing of a session lasts. */
  BY_TRANSACTION;

  /** A pooler with much to do may give a connection the same backend again, though not for long. */
  private static final int ROUNDS = 5;

  private static final int WAIT_SECONDS = 2;

  /** What PgBouncer says of a transaction where it pools by statement. */
  static final String BY_STATEMENT = "statement pooling mode";

  /**
   * Finds out, and leaves nothing behind in any session.
   *
   * @param connection one of the data source's
   * @throws SQLException where the pooler has no backend, or pools by statement
   */
  static Pooler before(Connection connection, DataSource dataSource) throws SQLException {
    int backend = backend(connection);
    if (!connection.isWrapperFor(PGConnection.class)
        || connection.unwrap(PGConnection.class).getBackendPID() == backend) {
      return NONE;
    }
    for (int round = 0; round < ROUNDS; round++) {
      if (!keepsItsBackend(connection, backend, dataSource)) {
        return BY_TRANSACTION;
      }
    }
    return BY_SESSION;
  }

  /** Whether a connection has its backend to itself while a second one uses a backend. */
  private static boolean keepsItsBackend(Connection first, int backend, DataSource dataSource)
      throws SQLException {
    try (Connection second = dataSource.getConnection()) {
      second.setAutoCommit(false);
      boolean keeps = backend(second) != backend && isServedBy(backend, first);
      second.rollback();
      second.setAutoCommit(true);
      return keeps;
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(BY_STATEMENT)) {
        throw e;
      }
      return true; // no backend is left for the second, as the first one has it
    }
  }

  private static boolean isServedBy(int backend, Connection connection) {
    try {
      return backend(connection) == backend;
    } catch (SQLException e) {
      return false; // the second one has the only backend
    }
  }

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(WAIT_SECONDS);
      try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
