package io.m2mbridge.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Lets the bridge's own pool open a few connections at the start, and the others some seconds
 * later. Each one costs PostgreSQL a process and both sides the check of the password, and the
 * first webhooks would wait for that.
 */
public final class LaterConnections {
  private static final int AT_START = 4;

  /** HikariCP looks every 30 seconds whether its pool is full. */
  private static final int AFTER_SECONDS = 10;

  private LaterConnections() {}

  /**
   * Prepares the pool, before its first connection is opened. A thread that needs a connection
   * sooner gets one. Any other DataSource, a pool that has connections, and a pool with a {@code
   * minimumIdle} of the site are not changed.
   */
  public static void prepare(DataSource dataSource) {
    prepare(dataSource, CompletableFuture.delayedExecutor(AFTER_SECONDS, TimeUnit.SECONDS));
  }

  /**
   * Like {@link #prepare(DataSource)}.
   *
   * @param later runs a task some seconds later
   */
  static void prepare(DataSource dataSource, Executor later) {
    if (dataSource instanceof HikariDataSource pool
        && pool.getHikariPoolMXBean() == null
        && pool.getMinimumIdle() < 0
        && pool.getMaximumPoolSize() > AT_START) {
      pool.setMinimumIdle(AT_START);
      later.execute(() -> pool.setMinimumIdle(pool.getMaximumPoolSize()));
    }
  }
}
