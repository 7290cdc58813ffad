package io.m2mbridge.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A DataSource whose connections have a network timeout: if the server doesn't answer in time, the
 * call fails and the connection is closed. The former timeout is restored when the connection
 * returns to its pool, because not every pool does that.
 */
public final class NetworkTimeoutDataSource extends DelegatingDataSource {
  private final int timeoutMillis;

  public NetworkTimeoutDataSource(DataSource dataSource, Duration timeout) {
    super(dataSource);
    this.timeoutMillis = (int) timeout.toMillis();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, timeoutMillis);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
