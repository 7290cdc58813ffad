package io.m2mbridge.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Has the bridge's own pool cancel statements before it gives their connections up, whoever uses
 * them: the inbox, the transaction of an event's effects, or an {@code sql} step of a route.
 */
public final class CancellingPool {
  /** Seconds that the driver waits at most while it asks the server to cancel; its own are ten. */
  private static final String CANCEL_SIGNAL_TIMEOUT = "2";

  private CancellingPool() {}

  /**
   * Prepares the pool; to be called before its first connection. A DataSource of another kind, or
   * one that has connections already, is left as it is.
   */
  public static void prepare(DataSource dataSource) {
    if (dataSource instanceof HikariDataSource pool
        && pool.getJdbcUrl() != null
        && pool.getDataSource() == null
        && pool.getHikariPoolMXBean() == null) {
      Properties properties = pool.getDataSourceProperties();
      properties.putIfAbsent("cancelSignalTimeout", CANCEL_SIGNAL_TIMEOUT);
      DataSource driver =
          new DriverDataSource(
              pool.getJdbcUrl(),
              pool.getDriverClassName(),
              properties,
              pool.getUsername(),
              pool.getPassword());
      pool.setDataSource(new CancellingDataSource(driver, IdleConnections.of(pool)));
    }
  }
}
