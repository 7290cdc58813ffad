package io.m2mbridge.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that break once the server hasn't answered for a while, however it hangs. Not every
 * pool sets that back by itself.
 */
public final class NetworkTimeoutDataSource extends DelegatingDataSource {
  private final int patienceMillis;

  public NetworkTimeoutDataSource(DataSource dataSource, Duration patience) {
    super(dataSource);
    this.patienceMillis = (int) patience.toMillis();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, patienceMillis);
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
