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
 * The idle connections of a pool. When one turns out to be dead, after a failover or behind a
 * firewall that forgot it, so are the others as a rule, and each of them would cost a timeout. Of
 * another pool than HikariCP's nothing is known.
 */
public final class IdleConnections {
  private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable HikariDataSource hikari;
  private final AtomicLong pauseUntil = new AtomicLong(System.nanoTime());

  private IdleConnections(@Nullable HikariDataSource hikari) {
    this.hikari = hikari;
  }

  public static IdleConnections of(DataSource dataSource) {
    // By name: a host with another pool may have left HikariCP's classes out.
    boolean isHikari = dataSource.getClass().getName().startsWith("com.zaxxer.hikari.");
    return new IdleConnections(
        isHikari && dataSource instanceof HikariDataSource pool ? pool : null);
  }

  /** Closes them at once, and has those in use closed when they come back. */
  void close() {
    HikariPoolMXBean pool = pool();
    long now = System.nanoTime();
    long until = pauseUntil.get();
    if (pool != null && now - until >= 0 && pauseUntil.compareAndSet(until, now + PAUSE_NANOS)) {
      LOG.warn("a connection to the database is dead: all connections of the pool are replaced");
      pool.softEvictConnections();
    }
  }

  /** As {@link #close()}, where there are some and yet none could be had. */
  void closeWhenUseless() {
    HikariPoolMXBean pool = pool();
    if (pool != null && pool.getIdleConnections() > 0) {
      close();
    }
  }

  private @Nullable HikariPoolMXBean pool() {
    return hikari == null ? null : hikari.getHikariPoolMXBean();
  }
}
