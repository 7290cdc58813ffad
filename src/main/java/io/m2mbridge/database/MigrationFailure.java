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

/** Turns a failed migration into one sentence. */
final class MigrationFailure {
  static final String LOCKED =
      "another session holds the lock of migrations: another node may be changing the tables, so start"
          + " this one again when that has ended; a session that was left behind is in pg_locks with"
          + " locktype advisory.";

  /** Finds the missing right by queries, because the server's message may be in any language. */
  private static final String RIGHTS =
      """
      SELECT current_user, has_schema_privilege(?, 'CREATE'),
             (SELECT min(quote_ident(relation.relname))
              FROM pg_catalog.pg_class AS relation
              JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
              WHERE namespace.nspname = ? AND relation.relkind IN ('r', 'p')
                AND relation.relname IN ('m2m_deliveries', 'm2m_links', 'm2m_operations', 'm2m_users',
                                         'm2m_fund_holds', 'm2m_data_requests', 'm2m_notices',
                                         'm2m_outside_calls', 'm2m_runs', 'm2m_attempts',
                                         'm2m_actions', 'm2m_api_operations', 'm2m_reconciliations',
                                         'm2m_reconciled_windows', 'm2m_findings',
                                         'm2m_console_sessions',
                                         'm2m_schema_history')
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
          "another session has locked a table for long, such as a backup (SQLSTATE 55P03): the next"
              + " start tries again.";
      case "40P01", "40001" ->
          "a conflict with another session (SQLSTATE " + state + "): the next start tries again.";
      case "57014" -> "the statement was cancelled (SQLSTATE 57014): the next start tries again.";
      case "25006" ->
          "PostgreSQL accepts no writes here (SQLSTATE 25006): set M2M_DATABASE_URL to the primary.";
      case "53100" ->
          "the disk of PostgreSQL is full (SQLSTATE 53100): free some space, and start again.";
      case "42P07", "42710", "42723", "42P06" ->
          "the schema "
              + DatabaseCheck.quoted(schema)
              + " has an object of that name that the bridge didn't create, or has lost its "
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
   * Returns the sentence for tables of another version.
   *
   * @param versions the migrations that differ; empty if that isn't known
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
              + " may not read the applied migrations (SQLSTATE 42501): run GRANT SELECT ON "
              + Migration.HISTORY
              + " TO "
              + role
              + ".";
        }
        if (!row.getBoolean(2)) {
          return "the role "
              + role
              + " may create nothing in the schema "
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
      // Report the original failure instead.
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
      return "an earlier start left a migration incomplete; the next start tries again.";
    }
    return ConfigurationException.oneLine(String.valueOf(failure.getMessage()));
  }

  /** Returns the server's message. On a migration, it contains names of tables but no values. */
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
