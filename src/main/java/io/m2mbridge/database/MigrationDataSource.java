package io.m2mbridge.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Gives connections on which no setting of the role or the database affects a migration. No timeout
 * ends a long index build, and names refer to the bridge's schema. Closing a connection restores
 * its settings.
 */
final class MigrationDataSource extends DelegatingDataSource {
  private static final Map<String, String> SETTINGS = settings();

  /** Reads the current values of those settings that the server's version has. */
  private static final String READ =
      "SELECT name, current_setting(name, true) FROM unnest(?) AS name"
          + " WHERE current_setting(name, true) IS NOT NULL";

  private static final String SET = "SELECT set_config(?, ?, false)";

  private final String schema;

  /**
   * Wraps a data source.
   *
   * @param dataSource connects to PostgreSQL itself, or to a pooler that pools by session
   * @param schema the schema that has the tables, or will have them
   */
  MigrationDataSource(DataSource dataSource, String schema) {
    super(dataSource);
    this.schema = schema;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("statement_timeout", "0");
    settings.put("lock_timeout", "0");
    settings.put("transaction_timeout", "0");
    settings.put("idle_in_transaction_session_timeout", "0");
    settings.put("idle_session_timeout", "0");
    settings.put("default_transaction_isolation", "read committed");
    settings.put("default_transaction_deferrable", "off");
    settings.put("standard_conforming_strings", "on");
    settings.put("check_function_bodies", "on");
    settings.put("array_nulls", "on");
    return settings;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      Map<String, String> before = prepare(connection);
      return restoring(connection, before);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Map<String, String> prepare(Connection connection) throws SQLException {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> wanted = new LinkedHashMap<>(SETTINGS);
    wanted.put("search_path", DatabaseCheck.quoted(schema));
    wanted.put("synchronous_commit", "on");
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setArray(1, connection.createArrayOf("text", wanted.keySet().toArray()));
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          before.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    wanted.keySet().retainAll(before.keySet());
    if ("remote_apply".equals(before.get("synchronous_commit"))) {
      wanted.remove("synchronous_commit");
    }
    set(connection, wanted);
    return before;
  }

  private static void set(Connection connection, Map<String, String> settings) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(SET)) {
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        set.setString(1, setting.getKey());
        set.setString(2, setting.getValue());
        set.execute();
      }
    }
  }

  private static Connection restoring(Connection connection, Map<String, String> before) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close") && !connection.isClosed()) {
                restore(connection, before);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /**
   * Restores the settings. A connection that can't be restored is aborted, so that it is never
   * reused.
   */
  private static void restore(Connection connection, Map<String, String> before)
      throws SQLException {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      set(connection, before);
    } catch (SQLException e) {
      connection.abort(Runnable::run);
    }
  }
}
