package io.m2mbridge.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements of an operator's questions, on rows that M2M or an older version could leave. */
class InspectionTest {
  private static JdbcClient sql;
  private static Inspection inspection;

  @BeforeAll
  static void create() {
    DataSource database = Deliveries.database();
    sql = JdbcClient.create(database);
    inspection = new Inspection(database);
  }

  @BeforeEach
  void empty() {
    sql.sql(
            "TRUNCATE m2m_deliveries, m2m_operations, m2m_fund_holds, m2m_data_requests, m2m_refusals")
        .update();
  }

  /** Stores a delivery as an older version did, without the newer columns. */
  private static long store(String key, String state, String referenceId) {
    String event = key.contains(":") ? key.substring(0, key.indexOf(':')) : null;
    return sql.sql(
            """
            INSERT INTO m2m_deliveries (event_key, event, reference_id, path, signature, signed_at, body,
                                        content_hash, state, processed_at)
            VALUES (:key, :event, :reference, '/webhooks/m2m', 's', now(), '{}', :key, :state, now())
            RETURNING id
            """)
        .param("key", key)
        .param("event", event)
        .param("state", state)
        .param("reference", referenceId)
        .query(Long.class)
        .single();
  }

  private static void operation(String id, String status) {
    sql.sql("INSERT INTO m2m_operations (operation_id, status) VALUES (:id, :status)")
        .param("id", id)
        .param("status", status)
        .update();
  }

  private static String told(Report report, String table) {
    return String.valueOf(report.tables().get(table));
  }

  @Test
  void readsAnIdWithAColonFromTheKeyOfAnOlderVersion() {
    operation("op:a:1", "cancelled");
    long cancelled = store("operation.cancelled:op:a:1", "done", "user_1");
    store("operation.created:op:a:2", "done", "user_1");
    assertEquals(List.of(cancelled), inspection.find("op:a:1"));
    assertTrue(told(inspection.show(List.of(cancelled)), "operations").contains("op:a:1"));

    long created = store("operation.created:op:a:1", "done", "user_1");
    List<Map<String, Object>> timeline =
        List.copyOf(inspection.show(List.of(cancelled, created)).tables().get("timeline"));
    assertEquals(
        List.of("operation.cancelled; out of order: before its creation"),
        timeline.stream()
            .map(row -> String.valueOf(row.get("detail")))
            .filter(detail -> detail.startsWith("operation.cancelled"))
            .toList());
  }

  @Test
  void findsNoDeliveryOfAnotherPersonByANumberThatIsAnId() {
    long other = store("link.created:lnk_other", "done", "user_1");
    String number = String.valueOf(other);
    assertEquals(List.of(other), inspection.find(number));

    long own = store("link.created:lnk_own", "done", number);
    assertEquals(List.of(own), inspection.find(number));
    assertEquals(
        Optional.of(new Inspection.Numbered(other, "link.created:lnk_other")),
        inspection.numbered(number));
  }

  @Test
  void missesNoHoldOfACancelledOperation() {
    operation("op_cancelled", "cancelled");
    store("operation.created:op_cancelled", "dead", "user_1");
    store("operation.cancelled:op_unknown", "dead", "user_1");
    assertEquals("[]", told(inspection.holds(), "holds-wrong"));

    store("operation.created:op_dead", "dead", "user_1");
    String wrong = told(inspection.holds(), "holds-wrong");
    assertTrue(wrong.contains("op_dead") && wrong.contains("missing"), wrong);
  }

  @Test
  void takesTheCharactersOfAPatternAsTheyAre() {
    operation("op_%!1", "created");
    operation("op_x!1", "created");
    assertEquals(List.of("op_%!1"), inspection.similar("op_%!"));
    assertEquals(List.of(), inspection.similar("op'; --"));
  }

  @Test
  void tellsOfSignaturesThatNoSecretMatchedInTheLastHours() {
    for (String refused :
        List.of(
            "'a', now(), 'no-secret-matched', 1",
            "'a', now(), 'no-signature', 9",
            "'a', now() - interval '4 hours', 'no-secret-matched', 9")) {
      sql.sql("INSERT INTO m2m_refusals (node, hour, reason, webhooks) VALUES (" + refused + ")")
          .update();
    }
    assertTrue(inspection.trouble(30).isEmpty()); // one may be a stranger's

    sql.sql(
            "INSERT INTO m2m_refusals (node, hour, reason, webhooks)"
                + " VALUES ('b', now() - interval '2 hours', 'no-secret-matched', 1)")
        .update();
    Map<String, Object> trouble = inspection.trouble(30).tables().get("trouble").get(0);
    assertEquals(
        List.of("unauthorized", "2", "no-secret-matched"),
        Stream.of("trouble", "count", "cause")
            .map(column -> String.valueOf(trouble.get(column)))
            .toList());
  }
}
