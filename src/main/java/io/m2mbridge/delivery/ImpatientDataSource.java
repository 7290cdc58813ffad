package io.m2mbridge.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that break once the server hasn't answered for a while, however it hangs. */
final class ImpatientDataSource extends DelegatingDataSource {
  private final int patienceMillis;

  ImpatientDataSource(DataSource dataSource, Duration patience) {
    super(dataSource);
    this.patienceMillis = (int) patience.toMillis();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    connection.setNetworkTimeout(Runnable::run, patienceMillis);
    return connection;
  }
}
