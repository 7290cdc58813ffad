package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why the tables could not be brought up to date. */
final class MigrationFailure {
  static final String LOCKED =
      "another session holds the lock of migrations: another node may be changing the tables, so start"
          + " this one again when that has ended; a session that is left over is the one in pg_locks"
          + " with locktype advisory.";

  /** What the role lacks, by rights that can be asked for whatever the language of messages. */
  private static final String RIGHTS =
      """
      SELECT current_user, has_schema_privilege(?, 'CREATE'),
             (SELECT min(quote_ident(relation.relname))
              FROM pg_catalog.pg_class AS relation
              JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
              WHERE namespace.nspname = ? AND relation.relkind IN ('r', 'p')
                AND relation.relname IN ('m2m_deliveries', 'm2m_links', 'm2m_operations', 'm2m_users',
                                         'm2m_fund_holds', 'm2m_data_requests', 'm2m_notices',
                                         'm2m_outside_calls', 'm2m_schema_history')
                AND NOT pg_has_role(relation.relowner, 'USAGE'))
      """;

  private MigrationFailure() {}

  static String sentence(Exception failure, DataSource dataSource, String schema) {
    if (failure instanceof FlywayValidateException) {
      return differs(List.of());
    }
    SQLException cause = cause(failure);
    if (cause == null || cause.getSQLState() == null) {
      return other(failure);
    }
    String state = cause.getSQLState();
    return switch (state) {
      case "42501" -> right(cause, dataSource, schema);
      case "55P03" ->
          "another session uses a table for long, a backup say (SQLSTATE 55P03): the next start tries"
              + " again.";
      case "40P01", "40001" ->
          "another session came in between (SQLSTATE " + state + "): the next start tries again.";
      case "57014" -> "someone cancelled it (SQLSTATE 57014): the next start tries again.";
      case "25006" ->
          "PostgreSQL takes no writes here (SQLSTATE 25006): set M2M_DATABASE_URL to the primary.";
      case "53100" ->
          "the disk of PostgreSQL is full (SQLSTATE 53100): make room, and start again.";
      case "42P07", "42710", "42723", "42P06" ->
          "the schema "
              + DatabaseCheck.quoted(schema)
              + " has something of that name that the bridge didn't make, or lost its "
              + Migration.HISTORY
              + " (SQLSTATE "
              + state
              + ": "
              + message(cause)
              + "): rename or drop it, or use a schema or a database of its own.";
      case "3F000" ->
          "there is no schema "
              + DatabaseCheck.quoted(schema)
              + " (SQLSTATE 3F000): create it, or correct currentSchema in the URL.";
      case "42704" ->
          "the server lacks something (SQLSTATE 42704: "
              + message(cause)
              + "): create it; the language plpgsql by CREATE EXTENSION plpgsql.";
      default -> "SQLSTATE " + state + ", " + message(cause) + ".";
    };
  }

  /**
   * @param versions the migrations that differ; empty where it isn't known which
   */
  static String differs(List<String> versions) {
    return "the tables were made by another version of m2m-bridge"
        + (versions.isEmpty() ? "" : ", as migration " + String.join(", ", versions) + " differs")
        + ": run the release that made them, or restore them and "
        + Migration.HISTORY
        + " from a backup.";
  }

  private static String right(SQLException cause, DataSource dataSource, String schema) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(RIGHTS)) {
      statement.setString(1, schema);
      statement.setString(2, schema);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        String role = DatabaseCheck.quoted(row.getString(1));
        String notOwned = row.getString(3);
        if (message(cause).contains(Migration.HISTORY)) {
          return "the role "
              + role
              + " may not read which there are (SQLSTATE 42501): run GRANT SELECT ON "
              + Migration.HISTORY
              + " TO "
              + role
              + ".";
        }
        if (!row.getBoolean(2)) {
          return "the role "
              + role
              + " may make nothing in the schema "
              + DatabaseCheck.quoted(schema)
              + " (SQLSTATE 42501): run GRANT USAGE, CREATE ON SCHEMA "
              + DatabaseCheck.quoted(schema)
              + " TO "
              + role
              + ".";
        }
        if (notOwned != null) {
          return "the role "
              + role
              + " is not the owner of "
              + notOwned
              + " (SQLSTATE 42501): run ALTER TABLE "
              + DatabaseCheck.quoted(schema)
              + "."
              + notOwned
              + " OWNER TO "
              + role
              + " for it and the bridge's other tables, or start once as their owner.";
        }
      }
    } catch (SQLException e) {
      // Why it failed in the first place is told then.
      return other(cause);
    }
    return "a right is missing (SQLSTATE 42501: " + message(cause) + "): grant it to the role.";
  }

  private static String other(Exception failure) {
    if (String.valueOf(failure.getMessage()).contains("advisory lock")) {
      return LOCKED;
    }
    if (failure instanceof FlywayException flyway
        && flyway.getErrorCode() == CoreErrorCode.FAILED_VERSIONED_MIGRATION) {
      return "an earlier start left a migration half done; the next start tries again.";
    }
    return ConfigurationException.oneLine(String.valueOf(failure.getMessage()));
  }

  /** The server's own words on a migration hold names of tables, and no value. */
  private static String message(SQLException cause) {
    String message = ConfigurationException.oneLine(String.valueOf(cause.getMessage()));
    return message.replaceAll(" (Position|Where|Detail|Hint): .*", "");
  }

  private static @Nullable SQLException cause(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }
}
