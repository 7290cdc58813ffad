package io.m2mbridge.testing;

import io.m2mbridge.command.RunCommand;
import io.m2mbridge.start.Startup;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The whole bridge in this JVM: the project's own routes, free ports, and a database of its own.
 * The API that it replies to is nowhere, unless a test sets {@code m2m.api.base-url}.
 */
public final class Bridge extends BridgeClient implements AutoCloseable {
  public static final String SECRET = "whsec_of_the_tests_0123456789";
  public static final String API_KEY = "m2m_test_key_of_the_tests_0123456789";

  private final Main main = RunCommand.main(new Startup());
  private final String databaseUrl;

  private Bridge(String databaseUrl, Map<String, String> settings) {
    this.databaseUrl = databaseUrl;
    Map<String, String> all = new HashMap<>();
    all.put("m2m.webhook.secret", SECRET);
    all.put("m2m.api.key", API_KEY);
    all.put("m2m.api.base-url", "http://127.0.0.1:1");
    all.put("m2m.http.host", "127.0.0.1");
    all.put("m2m.http.port", String.valueOf(port()));
    all.put("m2m.management.port", String.valueOf(managementPort()));
    all.put("m2m.database.url", databaseUrl);
    all.put("m2m.database.username", "postgres");
    all.put("m2m.dispatch.back-off", "100ms");
    all.put("m2m.reply.redelivery-delay", "50");
    all.put("m2m.shutdown.delay", "0s");
    all.putAll(settings);
    // Not this folder's: what a site sets there is no matter of the tests.
    main.setDefaultPropertyPlaceholderLocation("file:none.properties;optional=true");
    all.forEach(main::addOverrideProperty);
  }

  /** Starts a bridge with an empty database. */
  public static Bridge start(Map<String, String> settings) {
    return start(TestPostgres.newDatabase(), settings);
  }

  /** Starts a bridge on a database that another one may use too. */
  public static Bridge start(String databaseUrl, Map<String, String> settings) {
    Bridge bridge = new Bridge(databaseUrl, settings);
    try {
      bridge.main.start();
    } catch (Exception e) {
      bridge.main.shutdown();
      throw new IllegalStateException("the bridge did not start", e);
    }
    return bridge;
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  /** The bridge's database. */
  public JdbcClient sql() {
    return JdbcClient.create(new DriverManagerDataSource(databaseUrl, "postgres", ""));
  }

  public String databaseUrl() {
    return databaseUrl;
  }

  /** The outcome that an answer names; null where it names none. */
  public static String outcome(HttpResponse<?> answer) {
    return answer.headers().firstValue("M2M-Bridge-Outcome").orElse(null);
  }

  /** The row of a delivery. */
  public Map<String, Object> delivery(String eventKey) {
    List<Map<String, Object>> rows =
        sql()
            .sql("SELECT * FROM m2m_deliveries WHERE event_key = :key")
            .param("key", eventKey)
            .query()
            .listOfRows();
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** Waits until a delivery is in a state, and gives its row. */
  public Map<String, Object> await(String eventKey, String state) {
    Awaitility.await(eventKey + " to be " + state)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              Map<String, Object> row = delivery(eventKey);
              return row == null ? null : row.get("state");
            },
            state::equals);
    return delivery(eventKey);
  }

  /** Waits until every delivery has come to an end. */
  public void awaitIdle() {
    Awaitility.await("no delivery to be pending or processing")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                sql()
                    .sql(
                        "SELECT count(*) FROM m2m_deliveries WHERE state IN ('pending', 'processing')")
                    .query(Long.class)
                    .single(),
            count -> count == 0);
  }

  /** Waits until nothing is being worked on, and deletes the rows of all tables. */
  public void empty() {
    JdbcClient sql = sql();
    Awaitility.await("no delivery to be processing")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              // No lease is that long: a test has set it.
              sql.sql(
                      "DELETE FROM m2m_deliveries WHERE state = 'pending'"
                          + " OR next_attempt_at > clock_timestamp() + interval '1 minute'")
                  .update();
              return sql.sql("SELECT count(*) FROM m2m_deliveries WHERE state = 'processing'")
                  .query(Long.class)
                  .single();
            },
            count -> count == 0);
    String tables =
        sql.sql(
                "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
                    + " WHERE schemaname = 'public' AND tablename LIKE 'm2m\\_%'"
                    + " AND tablename NOT LIKE '%schema_history%'")
            .query(String.class)
            .single();
    sql.sql("TRUNCATE " + tables).update();
  }

  @Override
  public void close() {
    main.stop();
    main.shutdown();
  }
}
