package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RefusalsTest {
  private static DataSource database;
  private static JdbcClient sql;

  private final MeterRegistry metrics = new SimpleMeterRegistry();

  @BeforeAll
  static void create() {
    database = Deliveries.database();
    sql = JdbcClient.create(database);
  }

  @BeforeEach
  void empty() {
    sql.sql("TRUNCATE m2m_refusals").update();
  }

  private void answered(String event, String outcome, String reason) {
    metrics
        .counter("m2m.webhooks", "event", event, "outcome", outcome, "reason", reason)
        .increment();
  }

  private static List<Map<String, Object>> rows() {
    return sql.sql("SELECT reason, webhooks FROM m2m_refusals ORDER BY reason")
        .query()
        .listOfRows();
  }

  @Test
  void addsEachWebhookThatWasAnswered401Once() {
    try (Refusals refusals = new Refusals(database, metrics, "jdbc")) {
      answered("none", "unauthorized", "no-secret-matched");
      answered("none", "unauthorized", "no-secret-matched");
      answered("none", "unauthorized", "no-signature");
      answered("link.created", "accepted", "none");
      answered("none", "refused", "method");
      refusals.write();
      refusals.write();
      answered("none", "unauthorized", "no-secret-matched");
      refusals.write();
    }

    assertEquals(
        List.of(
            Map.of("reason", "no-secret-matched", "webhooks", 3L),
            Map.of("reason", "no-signature", "webhooks", 1L)),
        rows());
  }

  @Test
  void writesLaterWhatTheDatabaseDidNotTake() {
    try (Refusals refusals = new Refusals(database, metrics, "jdbc")) {
      answered("none", "unauthorized", "no-signature");
      sql.sql("ALTER TABLE m2m_refusals RENAME TO gone").update();
      refusals.tryToWrite();
      sql.sql("ALTER TABLE gone RENAME TO m2m_refusals").update();
      refusals.tryToWrite();
    }

    assertEquals(List.of(Map.of("reason", "no-signature", "webhooks", 1L)), rows());
  }

  @Test
  void forgetsThoseOfMoreThanAWeekAgo() {
    sql.sql(
            "INSERT INTO m2m_refusals (node, hour, reason, webhooks)"
                + " SELECT 'n', now() - make_interval(days => days), 'd' || days, 1"
                + " FROM unnest(ARRAY[6, 8]) AS ago (days)")
        .update();
    try (Refusals refusals = new Refusals(database, metrics, "jdbc")) {
      answered("none", "unauthorized", "no-signature");
      refusals.write();
    }

    assertEquals(
        List.of("d6", "no-signature"), rows().stream().map(row -> row.get("reason")).toList());
  }
}
