package io.m2mbridge.reply;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.apache.camel.component.jdbc.ConnectionStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Gives camel-jdbc connections that distinguish PostgreSQL's types and limit the time of a query.
 *
 * <p>JDBC returns a {@code java.sql.Timestamp} for columns with and without a time zone. These
 * connections return {@code OffsetDateTime} and {@code LocalDateTime} instead, and {@code
 * LocalDate} for a {@code date}.
 *
 * <p>{@code statement.queryTimeout} limits the whole look-up, by the server's {@code
 * statement_timeout} for the transaction that {@code resetAutoCommit} begins. The driver's own
 * timeout doesn't cover the request for the parameters' types, which also waits for a locked table.
 *
 * <p>Connections to another database are not changed.
 */
public final class UserDataRows implements ConnectionStrategy {
  @Override
  public Connection getConnection(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      return isPostgres(connection)
          ? proxy(
              Connection.class,
              (self, method, arguments) -> prepared(connection, method, arguments))
          : connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public boolean isConnectionTransactional(Connection connection, DataSource dataSource) {
    return false;
  }

  static boolean isPostgres(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private static @Nullable Object prepared(
      Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
    Object result = invoke(connection, method, arguments);
    return result instanceof PreparedStatement statement
        ? limited(statement, new Limit(connection))
        : result;
  }

  private static PreparedStatement limited(PreparedStatement statement, Limit limit) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().equals("setQueryTimeout")
              && limit.set(Duration.ofSeconds((Integer) arguments[0]))) {
            return null;
          }
          if (method.getName().equals("execute")) {
            limit.setRemaining();
          }
          Object result = invoke(statement, method, arguments);
          return result instanceof ResultSet rows ? typed(rows) : result;
        });
  }

  private static ResultSet typed(ResultSet rows) {
    return proxy(
        ResultSet.class,
        (self, method, arguments) ->
            method.getName().equals("getObject") && arguments.length == 1
                ? value(rows, (Integer) arguments[0])
                : invoke(rows, method, arguments));
  }

  private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
    // A type that isn't PostgreSQL's own is named "schema"."type".
    String type = rows.getMetaData().getColumnTypeName(column).replaceAll("\"|.*\\.", "");
    return switch (type) {
      case "date" -> rows.getObject(column, LocalDate.class);
      case "timestamp" -> rows.getObject(column, LocalDateTime.class);
      case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
      case "citext" -> rows.getString(column);
      default -> rows.getObject(column);
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            UserDataRows.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** The time limit of all statements of one transaction together. */
  private static final class Limit {
    /** The limit on the server is updated only after this time. */
    private static final Duration UPDATE_INTERVAL = Duration.ofMillis(100);

    private final Connection connection;
    private @Nullable Duration limit;
    private long since;

    Limit(Connection connection) {
      this.connection = connection;
    }

    /** Sets the limit. Returns false if there is no transaction to limit. */
    boolean set(Duration limit) throws SQLException {
      if (connection.getAutoCommit()) {
        return false;
      }
      this.limit = limit;
      this.since = System.nanoTime();
      setOnServer(limit);
      return true;
    }

    void setRemaining() throws SQLException {
      Duration passed = Duration.ofNanos(System.nanoTime() - since);
      if (limit != null && passed.compareTo(UPDATE_INTERVAL) > 0) {
        setOnServer(limit.minus(passed));
      }
    }

    private void setOnServer(Duration left) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        // Zero would mean no limit.
        statement.execute("SET LOCAL statement_timeout = " + Math.max(1, left.toMillis()));
      }
    }
  }
}
