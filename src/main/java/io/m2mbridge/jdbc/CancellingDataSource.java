package io.m2mbridge.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that cancel a statement on the server shortly before their network timeout ends.
 * Without that a server whose commit waits for a standby keeps the session of every connection that
 * was given up, until it has no session left for anyone. To Spring's transactions it is the same
 * DataSource as the one that it wraps.
 */
public final class CancellingDataSource extends DelegatingDataSource
    implements InfrastructureProxy {
  private final DataSource wrapped;
  private final IdleConnections idle;

  /**
   * @param idle the pool's others: they are closed once one turns out to be dead
   */
  public CancellingDataSource(DataSource wrapped, IdleConnections idle) {
    super(wrapped);
    this.wrapped = wrapped;
    this.idle = idle;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return cancelling(super.getConnection());
    } catch (SQLException e) {
      idle.closeWhenUseless();
      throw e;
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return cancelling(super.getConnection(username, password));
  }

  /** The bridge's own pool has them already. */
  private Connection cancelling(Connection connection) throws SQLException {
    return connection.isWrapperFor(CancellingConnection.Marker.class)
        ? connection
        : CancellingConnection.of(connection, idle::close);
  }

  @Override
  public Object getWrappedObject() {
    return wrapped;
  }
}
