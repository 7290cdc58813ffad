package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.TestPostgres;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class OwnStatementsTest {
  private static final List<String> SETTINGS =
      List.of(
          "transaction_isolation",
          "synchronous_commit",
          "statement_timeout",
          "lock_timeout",
          "transaction_timeout",
          "idle_in_transaction_session_timeout",
          "array_nulls",
          "TimeZone",
          "DateStyle",
          "search_path");

  private final SingleConnectionDataSource connection =
      new SingleConnectionDataSource(TestPostgres.newDatabase(), "postgres", "", true);
  private final JdbcTemplate plain = new JdbcTemplate(connection);
  private final JdbcClient own = JdbcClient.create(new OwnStatements(connection));

  @BeforeEach
  void setOtherwise() {
    plain.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    plain.execute("SET synchronous_commit = off; SET lock_timeout = '50ms'");
    plain.execute(
        "SET statement_timeout = '3s'; SET array_nulls = off; SET DateStyle = 'ISO, DMY'");
    plain.execute("SET search_path = pg_temp, public");
    if (hasTransactionTimeout()) {
      plain.execute("SET transaction_timeout = '4s'");
    }
    plain.execute("SET idle_in_transaction_session_timeout = '1s'");
  }

  /** From PostgreSQL 17 on. */
  private boolean hasTransactionTimeout() {
    return Boolean.TRUE.equals(
        plain.queryForObject(
            "SELECT current_setting('transaction_timeout', true) IS NOT NULL", Boolean.class));
  }

  @AfterEach
  void close() {
    connection.destroy();
  }

  private Map<String, String> settings(JdbcClient client) {
    return client
        .sql(
            "SELECT name, coalesce(current_setting(name, true), '0') AS value FROM unnest(:names) AS name")
        .param("names", SETTINGS.toArray(String[]::new))
        .query((row, number) -> Map.entry(row.getString("name"), row.getString("value")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void runAStatementReadCommittedAndFlushedWithinItsOwnTime() {
    assertEquals(
        Map.of(
            "transaction_isolation", "read committed",
            "synchronous_commit", "on",
            "statement_timeout", "10s",
            "lock_timeout", "0",
            "transaction_timeout", "0",
            "idle_in_transaction_session_timeout", "1s",
            "array_nulls", "on",
            "TimeZone", ZoneId.systemDefault().getId(),
            "DateStyle", "ISO, DMY",
            "search_path", "pg_temp, public"),
        settings(own));
  }

  @Test
  void runATransactionLikewise() {
    Map<String, String> within =
        new TransactionTemplate(new OwnTransactions(connection))
            .execute(status -> settings(JdbcClient.create(connection)));

    assertEquals("read committed", within.get("transaction_isolation"));
    assertEquals("on", within.get("synchronous_commit"));
    assertEquals("10s", within.get("statement_timeout"));
    assertEquals("0", within.get("lock_timeout"));
    assertEquals("0", within.get("transaction_timeout"));
    assertEquals("10s", within.get("idle_in_transaction_session_timeout"));
    assertEquals("off", within.get("array_nulls"), "what a site's own SQL sees");
    assertEquals("ISO, DMY", within.get("DateStyle"));
    assertEquals("pg_temp, public", within.get("search_path"));
  }

  @Test
  void leaveNothingBehind() {
    Map<String, String> before = settings(JdbcClient.create(plain));

    own.sql("SELECT 1").query(Integer.class).single();
    own.sql("CREATE TABLE public.thing (id int)").update();
    new TransactionTemplate(new OwnTransactions(connection))
        .executeWithoutResult(status -> own.sql("SELECT 1").query(Integer.class).single());

    assertEquals(before, settings(JdbcClient.create(plain)));
  }

  @Test
  void tellHowManyRowsAnUpdateChanged() {
    own.sql("CREATE TABLE public.thing AS SELECT generate_series(1, 5) AS id").update();

    assertEquals(3, own.sql("DELETE FROM public.thing WHERE id <= :id").param("id", 3).update());
    assertEquals(
        List.of(4, 5),
        own.sql("SELECT id FROM public.thing ORDER BY id").query(Integer.class).list());
  }

  @Test
  void keepANullThatStandsInAnArray() {
    assertEquals(
        1L,
        own.sql("SELECT count(*) FROM unnest(:texts) AS text WHERE text IS NULL")
            .param("texts", new String[] {"a", null})
            .query(Long.class)
            .single());
  }

  @ParameterizedTest
  @CsvSource({"off,on", "local,on", "remote_write,on", "on,on", "remote_apply,remote_apply"})
  void neverWeakenTheCommit(String set, String used) {
    plain.execute("SET synchronous_commit = " + set);

    assertEquals(used, settings(own).get("synchronous_commit"));
  }

  @Test
  void joinTheTransactionOfTheThread() {
    own.sql("CREATE TABLE public.thing (id int)").update();
    new TransactionTemplate(new OwnTransactions(connection))
        .executeWithoutResult(
            status -> {
              own.sql("INSERT INTO public.thing VALUES (1)").update();
              status.setRollbackOnly();
            });

    assertEquals(0L, own.sql("SELECT count(*) FROM public.thing").query(Long.class).single());
  }
}
