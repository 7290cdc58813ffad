package io.m2mbridge.testkit;

import io.m2mbridge.command.RunCommand;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.Startup;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The whole bridge in this JVM, with the routes of the working directory, free ports, and a
 * database of its own. The API that it replies to is nowhere, unless a test sets {@code
 * m2m.api.base-url}.
 */
public final class Bridge extends BridgeClient implements AutoCloseable {
  public static final String SECRET = "whsec_of_the_tests_0123456789";
  public static final String API_KEY = "m2m_test_key_of_the_tests_0123456789";

  static final Duration LONGEST = Duration.ofSeconds(20);

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
    all.put("m2m.start.warm-up", "0s");
    all.putAll(settings);
    all.forEach(main::addOverrideProperty);
  }

  /** Starts a bridge with an empty database. */
  public static Bridge start(Map<String, String> settings) {
    return start(TestPostgres.newDatabase(), settings);
  }

  /**
   * Starts a bridge on a database that another one may use too. It doesn't read {@code
   * application.properties}.
   */
  public static Bridge start(String databaseUrl, Map<String, String> settings) {
    Bridge bridge = new Bridge(databaseUrl, settings);
    bridge.main.setDefaultPropertyPlaceholderLocation("file:none.properties;optional=true");
    try {
      return bridge.start();
    } catch (Exception e) {
      throw new IllegalStateException("the bridge did not start", e);
    }
  }

  /**
   * Starts a bridge with the site's {@code application.properties}, whose calls over HTTP all go to
   * a stand-in.
   *
   * @param settings what the tests set differently
   * @throws Exception if it doesn't start
   */
  static Bridge startSite(String databaseUrl, Map<String, String> settings, RecordingServer site)
      throws Exception {
    Bridge bridge = new Bridge(databaseUrl, settings);
    bridge.main.setDefaultPropertyPlaceholderLocation(Settings.FILE);
    bridge.main.addMainListener(new CallsToStandIn(site));
    return bridge.start();
  }

  private Bridge start() throws Exception {
    try {
      main.start();
      return this;
    } catch (Exception e) {
      main.shutdown();
      throw e;
    }
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
  public static @Nullable String outcome(HttpResponse<?> answer) {
    return answer.headers().firstValue("M2M-Bridge-Outcome").orElse(null);
  }

  /** The row of a delivery; null where there is none. */
  public @Nullable Map<String, Object> delivery(String eventKey) {
    List<Map<String, Object>> rows =
        sql()
            .sql("SELECT * FROM m2m_deliveries WHERE event_key = :key")
            .param("key", eventKey)
            .query()
            .listOfRows();
    return rows.isEmpty() ? null : rows.get(0);
  }

  /**
   * Waits until a delivery is in a state, and gives its row.
   *
   * @throws AssertionError if it isn't within 20 seconds; it says what is known of the delivery
   */
  public Map<String, Object> await(String eventKey, String state) {
    return Waiting.until(
        LONGEST,
        () -> {
          Map<String, Object> row = delivery(eventKey);
          return row != null && state.equals(row.get("state")) ? row : null;
        },
        () -> DeliveryText.of(eventKey, delivery(eventKey)) + ", and should be " + state + ".");
  }

  /** Waits until every delivery has come to an end. */
  public void awaitIdle() {
    awaitNone("state IN ('pending', 'processing')");
  }

  private void awaitNone(String condition) {
    String from = " FROM m2m_deliveries WHERE " + condition;
    Waiting.until(
        Duration.ofSeconds(30),
        () ->
            sql().sql("SELECT count(*)" + from).query(Long.class).single() == 0
                ? Boolean.TRUE
                : null,
        () ->
            "After 30 seconds these events are still not done: "
                + sql().sql("SELECT event_key" + from).query(String.class).list());
  }

  /** Waits until nothing is being worked on, and deletes the rows of all tables of the bridge. */
  public void empty() {
    JdbcClient sql = sql();
    // No lease is that long: a test has set it.
    String leftBehind =
        "DELETE FROM m2m_deliveries WHERE state = 'pending'"
            + " OR next_attempt_at > clock_timestamp() + interval '1 minute'";
    Waiting.until(
        Duration.ofSeconds(30),
        () -> {
          sql.sql(leftBehind).update();
          return sql.sql("SELECT count(*) FROM m2m_deliveries WHERE state = 'processing'")
                      .query(Long.class)
                      .single()
                  == 0
              ? Boolean.TRUE
              : null;
        },
        () -> "An event of an earlier test is still being processed after 30 seconds.");
    truncate("schemaname = 'public' AND tablename LIKE 'm2m\\_%'");
  }

  /** Deletes the rows of tables, histories of migrations excepted. */
  void truncate(String condition) {
    JdbcClient sql = sql();
    sql.sql(
            "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables"
                + " WHERE tablename NOT LIKE '%schema_history%' AND "
                + condition)
        .query(String.class)
        .optional()
        .ifPresent(tables -> sql.sql("TRUNCATE " + tables + " CASCADE").update());
  }

  @Override
  public void close() {
    main.stop();
    main.shutdown();
  }
}
