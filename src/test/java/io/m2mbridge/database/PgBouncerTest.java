package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.PgBouncer;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Tag("verify")
class PgBouncerTest {
  private final String direct = TestPostgres.newDatabase();
  private final CamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  private Settings settings(String url, String migrationUrl) {
    var properties = context.getPropertiesComponent();
    properties.addOverrideProperty("m2m.database.url", url);
    properties.addOverrideProperty("m2m.database.username", "postgres");
    properties.addOverrideProperty("m2m.database.password", "");
    properties.addOverrideProperty("m2m.database.migration-url", migrationUrl);
    return new Settings(context);
  }

  private static String mistake(Runnable start) {
    return assertThrows(ConfigurationException.class, start::run).getMessage();
  }

  /** What the backends behind the pooler hold that a transaction should have taken with it. */
  private static Set<String> leftBehind(PgBouncer pooler, String direct) {
    JdbcClient sql =
        JdbcClient.create(
            new DriverManagerDataSource(
                pooler.url(direct) + "&prepareThreshold=0", "postgres", ""));
    Set<String> left = new TreeSet<>();
    for (int look = 0; look < 30; look++) {
      left.addAll(
          sql.sql(
                  """
                  SELECT name || '=' || setting FROM pg_settings
                  WHERE source = 'session' AND name NOT IN
                    ('TimeZone', 'DateStyle', 'client_encoding', 'application_name', 'extra_float_digits',
                     'transaction_isolation', 'transaction_read_only', 'transaction_deferrable',
                     'standard_conforming_strings', 'IntervalStyle')
                  UNION ALL SELECT 'prepared ' || statement FROM pg_prepared_statements
                  UNION ALL SELECT 'lock ' || objid FROM pg_locks WHERE locktype = 'advisory'
                  """)
              .query(String.class)
              .list());
    }
    return left;
  }

  @Test
  void servesTwoNodesByTransactionAndLeavesNothingBehind() {
    try (PgBouncer pooler = PgBouncer.before(direct, "transaction", 5)) {
      Map<String, String> settings = Map.of("m2m.database.migration-url", direct);
      try (Bridge one = Bridge.start(pooler.url(direct), settings);
          Bridge two = Bridge.start(pooler.url(direct), settings)) {
        List<Bridge> bridges = List.of(one, two);
        IntStream.range(0, 200)
            .parallel()
            .forEach(
                i ->
                    assertEquals(
                        200,
                        bridges
                            .get(i % 2)
                            .send(
                                Event.of("operation.created")
                                    .withText("data.operationId", "op_" + i)
                                    .toString())
                            .statusCode()));
        one.awaitIdle();

        JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(direct, "postgres", ""));
        assertEquals(
            List.of("done 1 200"),
            sql.sql(
                    "SELECT state || ' ' || attempts || ' ' || count(*) FROM m2m_deliveries"
                        + " GROUP BY state, attempts")
                .query(String.class)
                .list());
        assertEquals(
            200L, sql.sql("SELECT count(*) FROM m2m_fund_holds").query(Long.class).single());
        assertEquals(Set.of(), leftBehind(pooler, direct));
      }
    }
  }

  @Test
  void asksForADirectUrlToChangeTheTables() {
    try (PgBouncer pooler = PgBouncer.before(direct, "transaction", 1)) {
      String mistake = mistake(() -> Database.migrate(settings(pooler.url(direct), "")));

      assertTrue(mistake.contains("set M2M_DATABASE_MIGRATION_URL to the JDBC URL"), mistake);
      assertEquals(1, mistake.lines().count());
      assertEquals(Set.of(), leftBehind(pooler, direct));
    }
  }

  @Test
  void changesTheTablesThroughOneThatPoolsBySession() {
    try (PgBouncer pooler = PgBouncer.before(direct, "session", 6)) {
      Database.migrate(settings(pooler.url(direct), ""));

      assertEquals(Set.of(), leftBehind(pooler, direct));
    }
  }

  @Test
  void preparesNoStatementBehindAPooler() {
    try (PgBouncer pooler = PgBouncer.before(direct, "transaction", 3)) {
      Settings settings = settings(pooler.url(direct), direct);

      Database.reachable(settings);

      assertEquals(pooler.url(direct) + "&prepareThreshold=0", settings.get("m2m.database.url"));
    }
  }

  @Test
  void leavesTheUrlOfADirectConnectionAlone() {
    Settings settings = settings(direct, "");

    Database.reachable(settings);

    assertEquals(direct, settings.get("m2m.database.url"));
  }

  @Test
  void refusesADataSourceThatPreparesStatementsBehindIt() {
    try (PgBouncer pooler = PgBouncer.before(direct, "transaction", 3)) {
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(pooler.url(direct));

      String mistake = mistake(() -> Database.reachable(dataSource));
      assertTrue(mistake.contains("add prepareThreshold=0 to its URL"), mistake);

      dataSource.setPrepareThreshold(0);
      Database.reachable(dataSource);
    }
  }

  @Test
  void refusesOneThatPoolsByStatement() {
    try (PgBouncer pooler = PgBouncer.before(direct, "statement", 3)) {
      String mistake = mistake(() -> Database.reachable(settings(pooler.url(direct), direct)));

      assertTrue(mistake.contains("pools by statement"), mistake);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "transaction, currentSchema=other, doesn't accept currentSchema",
    "session, options=-c%20jit=off, refuses the parameter options"
  })
  void saysWhichParameterItRefuses(String mode, String option, String said) {
    try (PgBouncer pooler = PgBouncer.before(direct, mode, 3)) {
      String mistake =
          mistake(() -> Database.reachable(settings(pooler.url(direct) + "&" + option, direct)));

      assertTrue(mistake.contains(said), mistake);
    }
  }

  @Test
  void saysThatPostgresIsGoneBehindIt() {
    try (PgBouncer pooler =
        PgBouncer.before("jdbc:postgresql://127.0.0.1:" + Bridge.freePort() + "/x", "session", 3)) {
      String mistake = mistake(() -> Database.reachable(settings(pooler.url(direct), "")));

      assertTrue(
          mistake.contains("pooler in front of PostgreSQL has no connection to it"), mistake);
    }
  }
}
