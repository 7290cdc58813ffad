package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The lock that Flyway holds while it changes the tables, for work outside Flyway that needs it.
 * The lock belongs to a session, so the server releases it when the process dies.
 */
final class MigrationLock implements AutoCloseable {
  /**
   * "Flyway" in ASCII. Flyway's lock key is this number plus the hash of the quoted name of its
   * history table.
   */
  private static final long FLYWAY = 77431708279161L;

  private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();

  private final Connection connection;
  private final long key;

  private MigrationLock(Connection connection, long key) {
    this.connection = connection;
    this.key = key;
  }

  /**
   * Takes the lock by polling. A session that waits inside one statement would block CREATE INDEX
   * CONCURRENTLY on another node.
   *
   * @throws ConfigurationException if another session still holds the lock after the wait
   */
  static MigrationLock take(DataSource dataSource, String schema, Duration wait)
      throws SQLException {
    long key =
        FLYWAY + (DatabaseCheck.quoted(schema) + ".\"" + Migration.HISTORY + "\"").hashCode();
    Connection connection = dataSource.getConnection();
    try {
      long end = System.nanoTime() + wait.toNanos();
      while (!isTrue(connection, "SELECT pg_try_advisory_lock(?)", key)) {
        if (System.nanoTime() - end > 0) {
          throw new ConfigurationException(MigrationFailure.LOCKED);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return new MigrationLock(connection, key);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Returns the connection whose session holds the lock. */
  Connection connection() {
    return connection;
  }

  private static boolean isTrue(Connection connection, String sql, long key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      isTrue(connection, "SELECT pg_advisory_unlock(?)", key);
    }
  }
}
