package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the role must be allowed to do with the tables once they are there. */
final class DatabaseRights {
  private static final String WRITTEN = "SELECT, INSERT, UPDATE";

  /** The tables with their rights; that of the users may be replaced by a site's own. */
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
    return needed;
  }

  /**
   * Checks them all.
   *
   * @throws ConfigurationException when a table is not there or a right is missing
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
    functionToo(connection, tablesByRights);
    if (!tablesByRights.isEmpty()) {
      throw new ConfigurationException(sentence(role, tablesByRights));
    }
  }

  /** The function that reads M2M's instants. */
  private static void functionToo(Connection connection, Map<String, String> lacking)
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
