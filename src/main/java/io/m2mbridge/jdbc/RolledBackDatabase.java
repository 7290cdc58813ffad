package io.m2mbridge.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A database on which nothing is ever committed. All its connections are one connection of the
 * driver with one transaction, which {@link #close} rolls back. A commit or a rollback of a route
 * ends at a savepoint, so that the route sees what it would see.
 */
public final class RolledBackDatabase extends AbstractDataSource implements AutoCloseable {
  private final Connection real;

  private RolledBackDatabase(Connection real) {
    this.real = real;
  }

  /**
   * Connects to a database.
   *
   * @param url a JDBC URL of PostgreSQL
   * @param options of the driver: user, password and others
   * @throws SQLException if there is no connection
   */
  public static RolledBackDatabase open(String url, Properties options) throws SQLException {
    Properties all = new Properties();
    all.putAll(options);
    all.setProperty("logServerErrorDetail", "false");
    Connection real = DriverManager.getConnection(url, all);
    real.setAutoCommit(false);
    return new RolledBackDatabase(real);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            // The loader of the other proxies of connections: they have the same class.
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Borrowed(real));
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  /** Rolls everything back. */
  @Override
  public void close() throws SQLException {
    try (real) {
      real.rollback();
    }
  }

  /** The one connection, as one of its users sees it. */
  private static final class Borrowed implements InvocationHandler {
    private final Connection real;
    private @Nullable Savepoint start;
    private boolean isClosed;

    Borrowed(Connection real) {
      this.real = real;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
      return switch (method.getName()) {
        case "getAutoCommit" -> start == null;
        case "setAutoCommit" -> {
          setAutoCommit(Boolean.TRUE.equals(first));
          yield null;
        }
        case "commit" -> {
          commit();
          yield null;
        }
        case "rollback" -> first == null ? rollback() : call(method, arguments);
        case "isClosed" -> isClosed;
        case "close" -> {
          rollback();
          isClosed = true;
          yield null;
        }
        // The driver refuses both within a transaction.
        case "setReadOnly", "setTransactionIsolation" -> null;
        default -> call(method, arguments);
      };
    }

    private void setAutoCommit(boolean isOn) throws SQLException {
      if (isOn && start != null) {
        real.releaseSavepoint(start);
        start = null;
      } else if (!isOn && start == null) {
        start = real.setSavepoint();
      }
    }

    private void commit() throws SQLException {
      if (start != null) {
        real.releaseSavepoint(start);
        start = real.setSavepoint();
      }
    }

    private @Nullable Object rollback() throws SQLException {
      if (start != null) {
        real.rollback(start);
      }
      return null;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
