package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class NetworkTimeoutDataSourceTest {
  private final HikariDataSource pool = new HikariDataSource();
  private NetworkTimeoutDataSource limited;

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  @BeforeEach
  void connect() {
    pool.setJdbcUrl(TestPostgres.newDatabase());
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(1);
    limited = new NetworkTimeoutDataSource(pool, TIMEOUT);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void failsWhenTheServerDoesNotAnswer() {
    JdbcTemplate jdbc = new JdbcTemplate(limited);
    long start = System.nanoTime();
    assertThrows(DataAccessException.class, () -> jdbc.execute("SELECT pg_sleep(20)"));

    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    jdbc.execute("SELECT 1");
  }

  @Test
  void resetsTheTimeoutWhereThePoolDoesNot() throws Exception {
    try (Connection only = pool.getConnection()) {
      var plain = new NetworkTimeoutDataSource(new SingleConnectionDataSource(only, true), TIMEOUT);
      try (Connection connection = plain.getConnection()) {
        assertEquals(300, connection.getNetworkTimeout());
      }
      assertEquals(0, only.getNetworkTimeout());
    }
  }

  @Test
  void resetsTheTimeoutOfAPoolsConnection() throws Exception {
    try (Connection connection = limited.getConnection()) {
      assertEquals(300, connection.getNetworkTimeout());
    }
    try (Connection other = pool.getConnection()) {
      assertEquals(0, other.getNetworkTimeout());
    }
  }
}
