package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Checks that the role has the rights it needs on the migrated tables. */
final class DatabaseRights {
  private static final String WRITTEN = "SELECT, INSERT, UPDATE";

  /**
   * The required rights by table. The table m2m_users isn't checked, because a site may use its
   * own.
   */
  private static final Map<String, String> NEEDED = needed();

  private static final String LACKING =
      """
      SELECT to_regclass(?) IS NOT NULL,
             (SELECT string_agg(need, ', ' ORDER BY place)
              FROM unnest(string_to_array(?, ', ')) WITH ORDINALITY AS needed (need, place)
              WHERE NOT has_table_privilege(to_regclass(?), need)),
             current_user,
             quote_ident(current_database())
      """;

  private DatabaseRights() {}

  private static Map<String, String> needed() {
    Map<String, String> needed = new LinkedHashMap<>();
    needed.put("m2m_deliveries", WRITTEN);
    needed.put("m2m_links", WRITTEN);
    needed.put("m2m_operations", WRITTEN);
    needed.put("m2m_fund_holds", WRITTEN);
    needed.put("m2m_data_requests", WRITTEN);
    needed.put("m2m_notices", WRITTEN);
    needed.put("m2m_outside_calls", "SELECT, INSERT");
    needed.put("m2m_runs", "SELECT, INSERT");
    needed.put("m2m_attempts", "SELECT, INSERT, DELETE");
    needed.put("m2m_refusals", "SELECT, INSERT, UPDATE, DELETE");
    needed.put("m2m_actions", "SELECT, INSERT");
    needed.put("m2m_api_operations", WRITTEN);
    needed.put("m2m_reconciliations", WRITTEN);
    needed.put("m2m_reconciled_windows", WRITTEN);
    needed.put("m2m_findings", WRITTEN);
    needed.put("m2m_console_sessions", "SELECT, INSERT, UPDATE, DELETE");
    return needed;
  }

  /**
   * Checks all tables and the function.
   *
   * @throws ConfigurationException if a table doesn't exist or a right is missing
   */
  static void check(Connection connection) throws SQLException {
    Map<String, String> tablesByRights = new TreeMap<>();
    String role = "";
    try (PreparedStatement statement = connection.prepareStatement(LACKING)) {
      for (Map.Entry<String, String> table : NEEDED.entrySet()) {
        statement.setString(1, table.getKey());
        statement.setString(2, table.getValue());
        statement.setString(3, table.getKey());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          if (!row.getBoolean(1)) {
            throw new ConfigurationException(
                "The database "
                    + row.getString(4)
                    + " has no table "
                    + table.getKey()
                    + ": M2M_DATABASE_MIGRATION_URL and M2M_DATABASE_URL must name the same database and"
                    + " the same schema.");
          }
          role = DatabaseCheck.quoted(row.getString(3));
          if (row.getString(2) != null) {
            tablesByRights.merge(
                row.getString(2), table.getKey(), (first, next) -> first + ", " + next);
          }
        }
      }
    }
    checkFunction(connection, tablesByRights);
    if (!tablesByRights.isEmpty()) {
      throw new ConfigurationException(sentence(role, tablesByRights));
    }
  }

  /** Checks the right to the function that parses M2M's timestamps. */
  private static void checkFunction(Connection connection, Map<String, String> lacking)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT has_function_privilege(?, 'EXECUTE')")) {
      statement.setString(1, "m2m_instant(text)");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          lacking.put("EXECUTE", "FUNCTION m2m_instant(text)");
        }
      }
    }
  }

  private static String sentence(String role, Map<String, String> tablesByRights) {
    StringBuilder grants = new StringBuilder();
    tablesByRights.forEach(
        (rights, tables) ->
            grants
                .append(grants.isEmpty() ? "" : "; ")
                .append("GRANT ")
                .append(rights)
                .append(" ON ")
                .append(tables)
                .append(" TO ")
                .append(role));
    return "The role " + role + " lacks rights on the bridge's tables: run " + grants + ".";
  }
}
