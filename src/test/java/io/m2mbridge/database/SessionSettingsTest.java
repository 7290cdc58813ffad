package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.inbox.Erasure;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.TestPostgres;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The bridge on a database that sets otherwise what its sessions begin with. */
@Tag("verify")
class SessionSettingsTest {
  private final String url = TestPostgres.newDatabase();
  private final DriverManagerDataSource dataSource =
      new DriverManagerDataSource(url, "postgres", "");
  private final JdbcClient sql = JdbcClient.create(dataSource);

  /** Does nothing where the server's version has no such setting. */
  private void set(String setting, String value) {
    if (count("pg_settings WHERE name = '" + setting.replace("\"", "") + "'") == 0) {
      return;
    }
    String database = sql.sql("SELECT current_database()").query(String.class).single();
    sql.sql("ALTER DATABASE " + database + " SET " + setting + " = " + value).update();
  }

  private long count(String from) {
    return sql.sql("SELECT count(*) FROM " + from).query(Long.class).single();
  }

  /** With copies, cancellations and data requests, on two nodes. */
  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void makeNoAttemptNeedlessByTheirIsolation(String isolation) {
    set("default_transaction_isolation", "'" + isolation + "'");
    String expiresAt = Instant.now().plus(1, ChronoUnit.HOURS).toString();
    try (M2mApi api = new M2mApi();
        Bridge one = Bridge.start(url, Map.of("m2m.api.base-url", api.baseUrl()));
        Bridge two = Bridge.start(url, Map.of("m2m.api.base-url", api.baseUrl()))) {
      sql.sql(
              "INSERT INTO m2m_users (reference_id, id_number) SELECT 'u' || i, 'n' || i"
                  + " FROM generate_series(0, 59) AS i")
          .update();
      IntStream.range(0, 240)
          .parallel()
          .forEach(
              i -> {
                Bridge bridge = i % 2 == 0 ? one : two;
                String id = "op_" + i % 60;
                String event =
                    switch (i % 4) {
                      case 0, 1 ->
                          Event.of("operation.created").withText("data.operationId", id).toString();
                      case 2 ->
                          Event.of("operation.cancelled")
                              .withText("data.operationId", id)
                              .toString();
                      default ->
                          Event.of("user.data_request")
                              .withText("data.dataRequestId", "r" + i % 60)
                              .withText("data.referenceId", "u" + i % 60)
                              .withText("data.replyEndpoint", api.replyEndpoint("r" + i % 60))
                              .withText("data.expiresAt", expiresAt)
                              .toString();
                    };
                assertEquals(200, bridge.send(event).statusCode());
              });
      one.awaitIdle();
    }
    assertEquals(
        List.of("done 1"),
        sql.sql("SELECT DISTINCT state || ' ' || attempts FROM m2m_deliveries")
            .query(String.class)
            .list());
    assertEquals(0, count("m2m_data_requests WHERE attempts <> 1 OR state <> 'fulfilled'"));
  }

  @Test
  void changeNothingOfWhatTheBridgeStores() throws Exception {
    set("standard_conforming_strings", "off");
    set("escape_string_warning", "off");
    set("backslash_quote", "off");
    set("array_nulls", "off");
    set("transform_null_equals", "on");
    set("quote_all_identifiers", "on");
    set("bytea_output", "'escape'");
    set("\"DateStyle\"", "'SQL, DMY'");
    set("\"IntervalStyle\"", "'sql_standard'");
    set("\"TimeZone\"", "'Asia/Kathmandu'");
    set("extra_float_digits", "-15");
    set("synchronous_commit", "off");
    set("statement_timeout", "'400ms'");
    set("lock_timeout", "'1ms'");
    set("transaction_timeout", "'900ms'");
    set("idle_in_transaction_session_timeout", "'1s'");
    set("check_function_bodies", "off");
    set("default_transaction_deferrable", "on");
    set("default_transaction_isolation", "'serializable'");
    set("plan_cache_mode", "'force_generic_plan'");
    set("enable_indexscan", "off");
    set("jit_above_cost", "0");
    set("row_security", "off");
    set("xmloption", "'document'");
    set("client_min_messages", "'error'");
    try (M2mApi api = new M2mApi();
        Bridge bridge = Bridge.start(url, Map.of("m2m.api.base-url", api.baseUrl()))) {
      sql.sql("INSERT INTO m2m_users (reference_id, date_of_birth) VALUES ('u1', '1990-05-15')")
          .update();
      for (String event :
          List.of("link.created", "link.opened", "operation.created", "operation.cancelled")) {
        assertEquals("accepted", Bridge.outcome(bridge.send(Event.of(event).toString())), event);
      }
      // Without a link and a reference: these are null in the arrays that it is stored by.
      bridge.send("{\"event\":\"site.own\",\"data\":{}}");
      bridge.awaitIdle();
    }
    Map<String, Object> link =
        sql.sql(
                "SELECT created_at IS NOT NULL AND opened_at IS NOT NULL AS has_times FROM m2m_links")
            .query()
            .singleRow();
    assertEquals(true, link.get("has_times"));
    assertEquals(0, count("m2m_deliveries WHERE state <> 'done' OR attempts <> 1"));
    assertEquals(
        0,
        count(
            "m2m_deliveries WHERE 'NULL' IN (reason, link_id, reference_id) OR reason IS NOT NULL"));
    assertEquals(
        1, count("m2m_operations WHERE created_at IS NOT NULL AND cancelled_at IS NOT NULL"));
    assertEquals(1, count("m2m_fund_holds WHERE released_at IS NOT NULL"));
  }

  @Test
  void leaveNoDataOfAPersonBehindWhenItIsErased() {
    set("standard_conforming_strings", "off");
    Database.migrate(dataSource);
    sql.sql(
            """
            INSERT INTO m2m_deliveries (event_key, event, path, signature, signed_at, body, content_hash, state)
            VALUES ('x:1', 'site.own', '', '', now(),
                    convert_to('{"referenceId"' || chr(10) || ' : 7045 , "name":"x"}', 'UTF8'), '', 'done')
            """)
        .update();

    new Erasure(dataSource, null).erase("7045");

    assertNull(
        sql.sql("SELECT body FROM m2m_deliveries")
            .query((row, n) -> row.getBytes(1))
            .list()
            .get(0));
  }
}
