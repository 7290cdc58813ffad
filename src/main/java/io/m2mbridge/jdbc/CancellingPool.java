package io.m2mbridge.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Makes the bridge's own pool cancel statements before it closes their connections. This applies to
 * all users of the pool: the inbox, the transaction of an event's effects, and {@code sql} steps.
 */
public final class CancellingPool {
  /** Timeout in seconds for the driver's request to cancel. The driver's default is ten. */
  private static final String CANCEL_SIGNAL_TIMEOUT = "2";

  private CancellingPool() {}

  /**
   * Prepares the pool, before its first connection is opened. Any other DataSource, or a pool that
   * has connections already, is not changed.
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
