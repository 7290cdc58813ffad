package io.m2mbridge.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idle connections of a pool. If one connection is dead, for example after a failover or
 * because a firewall dropped it, the others usually are too, and each of them would cost a timeout.
 * So all are closed. With a pool other than HikariCP's, this does nothing.
 */
public final class IdleConnections {
  private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);
  private static final long MIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable HikariDataSource hikari;
  private final AtomicLong nextCloseAt = new AtomicLong(System.nanoTime());

  private IdleConnections(@Nullable HikariDataSource hikari) {
    this.hikari = hikari;
  }

  public static IdleConnections of(DataSource dataSource) {
    // By name, because an application with another pool may lack HikariCP's classes.
    boolean isHikari = dataSource.getClass().getName().startsWith("com.zaxxer.hikari.");
    return new IdleConnections(
        isHikari && dataSource instanceof HikariDataSource pool ? pool : null);
  }

  /** Closes the idle connections now, and those in use when they return to the pool. */
  void close() {
    HikariPoolMXBean pool = pool();
    long now = System.nanoTime();
    long until = nextCloseAt.get();
    if (pool != null
        && now - until >= 0
        && nextCloseAt.compareAndSet(until, now + MIN_INTERVAL_NANOS)) {
      LOG.warn("a connection to the database is dead: all connections of the pool are replaced");
      pool.softEvictConnections();
    }
  }

  /** Closes them where the pool has idle connections, but gave none to a caller. */
  void closeWhenUnusable() {
    HikariPoolMXBean pool = pool();
    if (pool != null && pool.getIdleConnections() > 0) {
      close();
    }
  }

  private @Nullable HikariPoolMXBean pool() {
    return hikari == null ? null : hikari.getHikariPoolMXBean();
  }
}
