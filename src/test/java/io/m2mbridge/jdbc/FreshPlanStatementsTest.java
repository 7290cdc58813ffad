package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.m2mbridge.testkit.TestPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class FreshPlanStatementsTest {
  private final SingleConnectionDataSource connection =
      new SingleConnectionDataSource(TestPostgres.newDatabase(), "postgres", "", true);

  /** How many statements the server keeps a plan of, after one was executed often. */
  private int keptPlans(JdbcOperations jdbc) {
    for (int i = 0; i < 20; i++) {
      assertEquals(i, jdbc.queryForObject("SELECT ?::int + 0", Integer.class, i));
    }
    Integer kept =
        new JdbcTemplate(connection)
            .queryForObject(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%+ 0'",
                Integer.class);
    connection.destroy();
    return kept == null ? -1 : kept;
  }

  @Test
  void leavesNoPlanWithTheServer() {
    assertEquals(0, keptPlans(new FreshPlanStatements(connection)));
  }

  @Test
  void isNeededForTheDriverPreparesWhatIsExecutedOften() {
    assertNotEquals(0, keptPlans(new JdbcTemplate(connection)));
  }
}
