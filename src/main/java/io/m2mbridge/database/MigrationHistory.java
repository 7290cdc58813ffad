package io.m2mbridge.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * The migrations that a database has, as Flyway recorded them. A start on tables that are up to
 * date needs one query, and not Flyway.
 */
final class MigrationHistory {
  private static final String CHECKSUMS = "/db/m2m-bridge-checksums.properties";

  private MigrationHistory() {}

  /** Returns Flyway's checksum for each version of a migration in the jar. */
  static Properties expected() {
    try (InputStream file = MigrationHistory.class.getResourceAsStream(CHECKSUMS)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + CHECKSUMS);
      }
      Properties checksums = new Properties();
      checksums.load(file);
      return checksums;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the database has exactly the migrations of the jar, all of them successful. If the
   * history can't be read, the answer is no: Flyway then finds out why.
   */
  static boolean isUpToDate(DataSource dataSource) {
    Properties recorded = new Properties();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version, CASE WHEN success THEN checksum END FROM "
                    + Migration.HISTORY
                    + " WHERE type = 'SQL'")) {
      while (rows.next()) {
        recorded.setProperty(String.valueOf(rows.getString(1)), String.valueOf(rows.getString(2)));
      }
    } catch (SQLException e) {
      return false;
    }
    return recorded.equals(expected());
  }
}
