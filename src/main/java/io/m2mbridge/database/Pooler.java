package io.m2mbridge.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The kind of connection pooler between the bridge and PostgreSQL. A pooler such as PgBouncer
 * reports a process id that belongs to no backend. If it pools by transaction, each transaction of
 * a connection may run on another backend.
 */
enum Pooler {
  NONE,
  /** A connection keeps its backend until it is closed. */
  BY_SESSION,
  /** A connection keeps its backend for one transaction only, so no session state lasts. */
  BY_TRANSACTION;

  /**
   * The number of tests. A busy pooler may give a connection the same backend a few times by
   * chance.
   */
  private static final int ROUNDS = 5;

  private static final int WAIT_SECONDS = 2;

  /** Part of PgBouncer's error message for a transaction if it pools by statement. */
  static final String BY_STATEMENT = "statement pooling mode";

  /**
   * Detects the pooler in front of a database. It changes no session state.
   *
   * @param connection a connection of the data source
   * @throws SQLException if the pooler has no backend, or pools by statement
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

  /** Whether a connection keeps its backend while a second connection uses one. */
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
      return true; // no backend is free for the second, because the first one keeps its own
    }
  }

  private static boolean isServedBy(int backend, Connection connection) {
    try {
      return backend(connection) == backend;
    } catch (SQLException e) {
      return false; // the second connection has the only backend
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
