package io.m2mbridge.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A DataSource whose connections cancel a statement on the server shortly before their network
 * timeout ends. Otherwise a server whose commit waits for a standby would keep the session of each
 * connection that was closed, until no session is left.
 *
 * <p>Spring's transactions treat it as the same DataSource as the wrapped one.
 */
public final class CancellingDataSource extends DelegatingDataSource
    implements InfrastructureProxy {
  private final DataSource wrapped;
  private final IdleConnections idle;

  /**
   * @param idle the idle connections of the pool; they are closed once one connection is dead
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
      idle.closeWhenUnusable();
      throw e;
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return cancelling(super.getConnection(username, password));
  }

  /** Connections of the bridge's own pool are wrapped already. */
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
