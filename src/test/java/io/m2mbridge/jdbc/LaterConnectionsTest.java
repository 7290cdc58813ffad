package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaterConnectionsTest {
  private final HikariDataSource pool = new HikariDataSource();
  private final List<Runnable> later = new ArrayList<>();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void opensFourConnectionsAtTheStartAndAllOfThemLater() {
    pool.setMaximumPoolSize(32);
    LaterConnections.prepare(pool, later::add);
    assertEquals(4, pool.getMinimumIdle());

    later.forEach(Runnable::run);
    assertEquals(32, pool.getMinimumIdle());
  }

  @Test
  void leavesTheSitesOwnMinimum() {
    pool.setMaximumPoolSize(32);
    pool.setMinimumIdle(10);
    LaterConnections.prepare(pool, later::add);
    assertEquals(10, pool.getMinimumIdle());
    assertEquals(List.of(), later);
  }

  @Test
  void leavesASmallPool() {
    pool.setMaximumPoolSize(4);
    LaterConnections.prepare(pool, later::add);
    assertEquals(-1, pool.getMinimumIdle());
  }
}
