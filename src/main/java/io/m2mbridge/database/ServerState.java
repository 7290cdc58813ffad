package io.m2mbridge.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a server, database and session, read over a connection.
 *
 * @param isStandby whether the server is a standby
 * @param database the name of the database
 * @param role the role whose rights the session has
 * @param schema the schema in which a new table would be created; null if {@code search_path} names
 *     none
 * @param tablesIn the schema of the tables that the session sees; null if it sees none
 * @param otherTables another schema that has the tables; null if there is none. The tables of a
 *     schema that the role may not use are another bridge's, if the role or the connection has a
 *     {@code search_path} of its own
 * @param strayTable a table that the session sees in another schema than the others, with its
 *     schema; null if there is none
 * @param settings the session's settings, each in the unit of {@code pg_settings}
 */
record ServerState(
    boolean isStandby,
    String database,
    String role,
    @Nullable String schema,
    @Nullable String tablesIn,
    @Nullable String otherTables,
    @Nullable String strayTable,
    Map<String, String> settings) {

  private static final String STATE =
      """
      WITH seen AS (
        SELECT relation.relname, namespace.nspname
        FROM unnest(ARRAY['m2m_deliveries', 'm2m_schema_history', 'm2m_links', 'm2m_operations',
                          'm2m_fund_holds', 'm2m_data_requests', 'm2m_notices',
                          'm2m_outside_calls', 'm2m_runs', 'm2m_attempts',
                          'm2m_actions', 'm2m_api_operations', 'm2m_reconciliations',
                          'm2m_reconciled_windows', 'm2m_findings',
                          'm2m_console_sessions']) AS name
        JOIN pg_catalog.pg_class AS relation ON relation.oid = to_regclass(name)
        JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
      ), home AS (SELECT nspname FROM seen WHERE relname = 'm2m_deliveries'),
      path AS (
        SELECT source IN ('client', 'session', 'user', 'database user') AS chosen
        FROM pg_catalog.pg_settings
        WHERE name = 'search_path'
      )
      SELECT pg_is_in_recovery(), current_database(), current_user, current_schema(),
             (SELECT nspname FROM home),
             (SELECT min(namespace.nspname::text)
              FROM pg_catalog.pg_class AS relation
              JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
              WHERE relation.relname = 'm2m_deliveries' AND relation.relkind IN ('r', 'p')
                AND namespace.nspname NOT LIKE 'pg!_temp%' ESCAPE '!'
                AND namespace.nspname NOT IN (SELECT nspname FROM home)
                AND (NOT (SELECT chosen FROM path)
                     OR has_schema_privilege(namespace.oid, 'USAGE'))),
             (SELECT min(quote_ident(nspname) || '.' || quote_ident(relname))
              FROM seen WHERE nspname <> (SELECT nspname FROM home))
      """;

  private static final String SETTINGS =
      """
      SELECT name, setting
      FROM pg_catalog.pg_settings
      WHERE name IN ('server_version', 'server_version_num', 'server_encoding', 'fsync',
                     'full_page_writes', 'default_transaction_read_only', 'transaction_read_only',
                     'session_replication_role', 'statement_timeout', 'lock_timeout',
                     'transaction_timeout', 'idle_session_timeout',
                     'idle_in_transaction_session_timeout')
      """;

  static ServerState of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<String, String> settings = new HashMap<>();
      try (ResultSet rows = statement.executeQuery(SETTINGS)) {
        while (rows.next()) {
          settings.put(rows.getString(1), rows.getString(2));
        }
      }
      try (ResultSet row = statement.executeQuery(STATE)) {
        row.next();
        return new ServerState(
            row.getBoolean(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            Collections.unmodifiableMap(settings));
      }
    }
  }

  /** Returns the value of a setting, or an empty string if the server's version doesn't have it. */
  String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  /** Returns the value of a numeric setting, or 0 if the server's version doesn't have it. */
  long number(String name) {
    return Long.parseLong(settings.getOrDefault(name, "0"));
  }
}
