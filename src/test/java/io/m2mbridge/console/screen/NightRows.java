package io.m2mbridge.console.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows of a bridge in trouble, whose ids, causes and reasons try to be a script. A bridge that runs
 * leaves them as they are for an hour.
 */
public final class NightRows {
  /** What a browser would run if a page had it as it is. */
  public static final String HOSTILE =
      "<script>hostile()</script>\"'><img src=x onerror=hostile()>";

  /** A name that no page shows masked. */
  public static final String PERSONAL = "Lovelace";

  private final JdbcClient sql;
  private final String cause;

  /** What each id, cause and reason has at its end. */
  private final String ending;

  private NightRows(DataSource database, String cause, String ending) {
    sql = JdbcClient.create(database);
    this.cause = cause;
    this.ending = ending;
  }

  /** Stores rows without a script, for pictures, and returns the number of {@code op_1}. */
  public static long storePlain(DataSource database) {
    return new NightRows(
            database,
            "HttpOperationFailedException 500 at event-forward/endpoint-of-operation-created",
            "")
        .store();
  }

  /** Stores the rows, and returns the number of the delivery of {@code op_1}. */
  public static long store(DataSource database) {
    return new NightRows(database, HOSTILE, HOSTILE).store();
  }

  private long store() {
    long first = delivery("operation.created", "op_1", "dead", cause, null);
    delivery("operation.created", "op_2" + ending, "dead", cause, null);
    delivery("link.created", "lnk_3", "quarantined", null, cause);
    delivery("operation.created", "op_4", "done", null, null);
    delivery("link.opened", "lnk_5", "pending", "IOException", null);
    delivery("user.data_request", "dr_6" + ending, "pending", cause, null);
    delivery("user.data_request", "dr_7", "done", null, null);
    requests();
    money();
    history();
    historyOf(first);
    return first;
  }

  private long delivery(String event, String id, String state, String error, String reason) {
    String body =
        """
        {"event":"%s","data":{"operationId":"op_1","funding":{"holder":"%s"},"metadata":{"note":%s}}}
        """
            .formatted(event, PERSONAL, "\"<script>hostile()</script>\"");
    return sql.sql(
            """
            INSERT INTO m2m_deliveries (event_key, event, reference_id, link_id, operation_id, path, signature,
              signed_at, received_at, body, content_hash, state, last_error, reason, attempts, processed_at, effects_at,
              next_attempt_at)
            VALUES (:event || ':' || :id, :event, 'user_' || :id, 'lnk_' || :id,
              CASE WHEN :event LIKE 'operation.%' THEN :id END, '/webhooks/m2m', 's', now() - interval '10 minutes',
              now() - interval '3 minutes', :body, 'h', :state, :error, :reason, 2,
              CASE WHEN :state IN ('done', 'dead') THEN now() END, CASE WHEN :state = 'done' THEN now() END,
              now() + interval '1 hour')
            RETURNING id
            """)
        .param("event", event)
        .param("id", id)
        .param("body", body.getBytes(UTF_8))
        .param("state", state)
        .param("error", error)
        .param("reason", reason)
        .query(Long.class)
        .single();
  }

  private void requests() {
    sql.sql(
            """
            INSERT INTO m2m_data_requests (data_request_id, reference_id, required_fields, reply_endpoint, state,
              attempts, http_status, error_code, received_at, last_attempt_at, ended_at, fulfilled_at)
            VALUES ('dr_6' || :ending, 'user_6', ARRAY['name' || :ending], 'https://example.com', 'pending',
                    3, 500, 'INTERNAL' || :ending, now() - interval '3 minutes', now(), NULL, NULL),
                   ('dr_7', 'user_7', ARRAY['name'], 'https://example.com', 'fulfilled',
                    1, 200, NULL, now() - interval '3 minutes', now(), now(), now())
            """)
        .param("ending", ending)
        .update();
  }

  private void money() {
    sql.sql(
            """
            INSERT INTO m2m_operations (operation_id, link_id, reference_id, status, send_amount, send_currency, created_at)
            VALUES ('op_4', 'lnk_4', 'user_4' || :ending, 'created' || :ending, 100.00, 'USD', now()),
                   ('op_8' || :ending, NULL, NULL, 'cancelled', NULL, NULL, NULL)
            """)
        .param("ending", ending)
        .update();
    sql.sql(
            "INSERT INTO m2m_fund_holds VALUES ('op_4', 101.50, 'USD' || :ending, now() - interval '40 days')")
        .param("ending", ending)
        .update();
  }

  private void history() {
    sql.sql(
            """
            INSERT INTO m2m_findings (kind, subject, detail, owner, reason)
            VALUES ('hold-open', 'op_4' || :ending, '101.50 USD held, and M2M''s API says completed' || :ending,
                    'ada' || :ending, 'asked M2M' || :ending)
            """)
        .param("ending", ending)
        .update();
    sql.sql(
            """
            INSERT INTO m2m_reconciliations (until, node, failure) VALUES (now(), 'node-a' || :ending, 'IOException' || :ending)
            """)
        .param("ending", ending)
        .update();
    sql.sql(
            """
            INSERT INTO m2m_actions (actor, node, action, reason, filter, affected)
            VALUES ('ada' || :ending, 'node-a' || :ending, 'replay', 'the token is renewed' || :ending,
                    jsonb_build_object('id' || :ending, '1' || :ending), 1)
            """)
        .param("ending", ending)
        .update();
  }

  private void historyOf(long delivery) {
    sql.sql(
            """
            INSERT INTO m2m_attempts (delivery_id, run, attempt, millis, node, route, step, failure)
            VALUES (:delivery, 1, 1, 117, 'node-a' || :ending, 'event-forward' || :ending,
                    'endpoint-of-operation-created' || :ending, 'HttpOperationFailedException 500' || :ending)
            """)
        .param("delivery", delivery)
        .param("ending", ending)
        .update();
    sql.sql(
            """
            INSERT INTO m2m_runs (delivery_id, run, cause, action_id, state, reason, attempts)
            VALUES (:delivery, 2, 'replay', (SELECT max(id) FROM m2m_actions), 'dead', 'stale' || :ending, 2)
            """)
        .param("delivery", delivery)
        .param("ending", ending)
        .update();
    sql.sql(
            """
            INSERT INTO m2m_notices (delivery_id, run, notice, last_error, created_at, next_attempt_at)
            VALUES (:delivery, 1, 'dead' || :ending, 'IOException' || :ending, now() - interval '1 hour', now() + interval '1 hour')
            """)
        .param("delivery", delivery)
        .param("ending", ending)
        .update();
  }
}
