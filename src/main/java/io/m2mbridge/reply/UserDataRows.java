package io.m2mbridge.reply;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ParameterMetaData;
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
 * <p>A statement that is known is sent together with the limit, in one message that the server runs
 * as one transaction. Otherwise the limit, the statement and the commit would each be a round trip.
 *
 * <p>Connections to another database are not changed.
 */
public final class UserDataRows implements ConnectionStrategy {
  /**
   * The number of parameters of the last statement. camel-jdbc asks for it before each query, and
   * the driver would ask the server each time.
   */
  private volatile @Nullable Parameters parameters;

  private static final Object[] NONE = {};

  private record Parameters(String sql, int count) {}

  @Override
  public Connection getConnection(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      return isPostgres(connection) ? proxy(Connection.class, new LookUp(connection)) : connection;
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

  /** A connection whose transaction begins with its first statement that isn't known. */
  private final class LookUp implements InvocationHandler {
    private final Connection connection;

    /** Whether a transaction was asked for and has not begun. */
    private boolean isPending;

    LookUp(Connection connection) {
      this.connection = connection;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given)
        throws Throwable {
      Object[] arguments = given == null ? NONE : given;
      String name = method.getName();
      if (name.equals("setAutoCommit") && connection.getAutoCommit()) {
        isPending = Boolean.FALSE.equals(arguments[0]);
        return null;
      }
      if (isPending && (name.equals("commit") || name.equals("rollback"))) {
        return null;
      }
      if (!Statement.class.isAssignableFrom(method.getReturnType())) {
        return UserDataRows.invoke(connection, method, arguments);
      }
      if (isPending && isKnown(arguments)) {
        return proxy(
            PreparedStatement.class, new KnownStatement(connection, String.valueOf(arguments[0])));
      }
      if (isPending) {
        isPending = false;
        connection.setAutoCommit(false);
      }
      Object result = UserDataRows.invoke(connection, method, arguments);
      return result instanceof PreparedStatement statement
          ? limited(statement, String.valueOf(arguments[0]), new Limit(connection))
          : result;
    }

    /** With several statements in it, a text could set something for its transaction. */
    private boolean isKnown(Object[] arguments) {
      Parameters known = parameters;
      return known != null
          && arguments.length == 1
          && known.sql().equals(arguments[0])
          && !known.sql().contains(";");
    }
  }

  /** A statement whose number of parameters is known, with its limit before it. */
  private final class KnownStatement implements InvocationHandler {
    private final Connection connection;
    private final String sql;
    private String limit = "";
    private @Nullable PreparedStatement prepared;

    KnownStatement(Connection connection, String sql) {
      this.connection = connection;
      this.sql = sql;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given)
        throws Throwable {
      Object[] arguments = given == null ? NONE : given;
      String name = method.getName();
      if (name.equals("setQueryTimeout") && prepared == null) {
        limit =
            "SELECT set_config('statement_timeout', '"
                + Math.max(1, 1_000L * (Integer) arguments[0])
                + "', true); ";
        return null;
      }
      if (name.equals("close") && prepared == null) {
        return null;
      }
      PreparedStatement statement = prepared();
      if (name.equals("getParameterMetaData")) {
        return counted(statement, sql);
      }
      Object result = UserDataRows.invoke(statement, method, arguments);
      if (name.equals("execute") && !limit.isEmpty()) {
        return statement.getMoreResults();
      }
      return result instanceof ResultSet rows ? typed(rows) : result;
    }

    private PreparedStatement prepared() throws SQLException {
      PreparedStatement statement = prepared;
      if (statement == null) {
        statement = connection.prepareStatement(limit + sql);
        prepared = statement;
      }
      return statement;
    }
  }

  private PreparedStatement limited(PreparedStatement statement, String sql, Limit limit) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().equals("setQueryTimeout")
              && limit.set(Duration.ofSeconds((Integer) arguments[0]))) {
            return null;
          }
          if (method.getName().equals("getParameterMetaData")) {
            return counted(statement, sql);
          }
          if (method.getName().equals("execute")) {
            limit.setRemaining();
          }
          Object result = invoke(statement, method, arguments);
          return result instanceof ResultSet rows ? typed(rows) : result;
        });
  }

  private ParameterMetaData counted(PreparedStatement statement, String sql) {
    return proxy(
        ParameterMetaData.class,
        (self, method, arguments) ->
            method.getName().equals("getParameterCount")
                ? count(statement, sql)
                : invoke(statement.getParameterMetaData(), method, arguments));
  }

  private int count(PreparedStatement statement, String sql) throws SQLException {
    Parameters known = parameters;
    if (known == null || !known.sql().equals(sql)) {
      known = new Parameters(sql, statement.getParameterMetaData().getParameterCount());
      parameters = known;
    }
    return known.count();
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
