package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.testing.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ImpatientDataSourceTest {
  private final HikariDataSource pool = new HikariDataSource();
  private ImpatientDataSource impatient;

  private static final Duration PATIENCE = Duration.ofMillis(300);

  @BeforeEach
  void connect() {
    pool.setJdbcUrl(TestPostgres.newDatabase());
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(1);
    impatient = new ImpatientDataSource(pool, PATIENCE);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void breaksOffWhenTheServerSaysNothing() {
    JdbcTemplate jdbc = new JdbcTemplate(impatient);
    long start = System.nanoTime();
    assertThrows(DataAccessException.class, () -> jdbc.execute("SELECT pg_sleep(20)"));

    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    jdbc.execute("SELECT 1");
  }

  @Test
  void leavesConnectionsPatientWhosePoolDoesNotSeeToIt() throws Exception {
    try (Connection only = pool.getConnection()) {
      var plain = new ImpatientDataSource(new SingleConnectionDataSource(only, true), PATIENCE);
      try (Connection hurried = plain.getConnection()) {
        assertEquals(300, hurried.getNetworkTimeout());
      }
      assertEquals(0, only.getNetworkTimeout());
    }
  }

  @Test
  void leavesThePoolsConnectionsPatient() throws Exception {
    try (Connection hurried = impatient.getConnection()) {
      assertEquals(300, hurried.getNetworkTimeout());
    }
    try (Connection other = pool.getConnection()) {
      assertEquals(0, other.getNetworkTimeout());
    }
  }
}
