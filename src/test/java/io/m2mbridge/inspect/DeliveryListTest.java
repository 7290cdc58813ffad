package io.m2mbridge.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.jdbc.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists of deliveries, on more rows than one page may read. */
class DeliveryListTest {
  private static final int ROWS = 45_000;
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private static JdbcClient sql;
  private static DeliveryList list;

  /**
   * One delivery a second. Of each 1,000 the second one waits and the third one is dead. The fifth
   * one of all is a rarity.
   */
  @BeforeAll
  static void create() {
    DataSource database = Deliveries.database();
    sql = JdbcClient.create(database);
    sql.sql(
            """
            INSERT INTO m2m_deliveries (event_key, event, reference_id, link_id, operation_id, path, signature,
                                        signed_at, received_at, body, content_hash, state)
            SELECT 'k' || n, CASE n WHEN 5 THEN 'rare.event' ELSE 'link.created' END, 'user_' || n % 7000,
                   'lnk_' || n / 2, 'op_' || n, '/webhooks/m2m', 's', at, at, '{}', 'h',
                   CASE n % 1000 WHEN 2 THEN 'pending' WHEN 3 THEN 'dead' ELSE 'done' END
            FROM generate_series(1, :rows) AS n
            CROSS JOIN LATERAL (
              SELECT CAST(:first AS timestamptz) + make_interval(secs => n) AS at) AS time
            """)
        .param("rows", ROWS)
        .param("first", FIRST.toString())
        .update();
    sql.sql("ANALYZE m2m_deliveries").update();
    list = new DeliveryList(database);
  }

  private static DeliveryFilter filter(
      @Nullable String state,
      @Nullable String event,
      @Nullable String operation,
      @Nullable Instant from,
      @Nullable Instant to) {
    return new DeliveryFilter(state, event, null, null, null, operation, from, to);
  }

  private static List<Long> ids(Report page) {
    return page.tables().get("deliveries").stream().map(row -> (Long) row.get("id")).toList();
  }

  private static @Nullable Long older(Report page) {
    List<Map<String, @Nullable Object>> older = page.tables().get("older");
    return older.isEmpty() ? null : (Long) older.get(0).get("before");
  }

  /** The ids of all pages. */
  private static List<Long> all(DeliveryFilter filter, int most) {
    List<Long> ids = new ArrayList<>();
    Long before = null;
    do {
      Report page = list.page(filter, before, most);
      ids.addAll(ids(page));
      before = older(page);
    } while (before != null);
    return ids;
  }

  @Test
  void listsTheNewestFirst() {
    Report page = list.page(filter(null, null, null, null, null), null, 2);
    assertEquals(List.of(45_000L, 44_999L), ids(page));
    assertEquals(44_999L, older(page));
  }

  @Test
  void findsEachRowOfAStateOnce() {
    List<Long> dead = all(filter("dead", null, null, null, null), 7);
    assertEquals(45, dead.size());
    assertEquals(44_003L, dead.get(0));
    assertEquals(3L, dead.get(44));
  }

  @Test
  void readsNoMoreThanItsShareForARareEventAndGoesOnWhereItEnded() {
    DeliveryFilter rare = filter(null, "rare.event", null, null, null);
    Report page = list.page(rare, null, 50);
    assertEquals(List.of(), ids(page));
    assertEquals(25_001L, older(page));
    assertEquals(List.of(5L), all(rare, 50));
  }

  @Test
  void findsRowsBySeveralIds() {
    assertEquals(
        List.of(14_001L),
        ids(
            list.page(
                new DeliveryFilter(null, null, null, "user_1", "lnk_7000", "op_14001", null, null),
                null,
                50)));
    assertEquals(
        List.of(3L, 2L),
        ids(
            list.page(
                new DeliveryFilter(null, null, null, null, "lnk_1", null, null, null), null, 50)));
    assertEquals(
        7,
        ids(list.page(
                new DeliveryFilter(null, null, null, "user_1", null, null, null, null), null, 50))
            .size());
    assertEquals(List.of(), ids(list.page(filter("done", null, "op_3", null, null), null, 50)));
  }

  @Test
  void findsRowsThatWaitByAnyId() {
    DeliveryFilter reference =
        new DeliveryFilter("pending", null, null, "user_2", null, null, null, null);
    DeliveryFilter link =
        new DeliveryFilter("pending", null, null, null, "lnk_7001", null, null, null);
    assertEquals(42_002L, ids(list.page(reference, null, 50)).get(0));
    assertEquals(List.of(14_002L), ids(list.page(link, null, 50)));
    assertEquals(
        List.of(14_002L), ids(list.page(filter(null, null, "op_14002", null, null), null, 50)));
  }

  @Test
  void readsNoRowsInVainWhereAnIdIsGiven() {
    for (String query :
        List.of(
            Sql.named("inspect-deliveries")
                .formatted(
                    new DeliveryFilter(null, null, null, "user_1", null, null, null, null).table(),
                    ""),
            Sql.named("inspect-find").replace(":keys", "ARRAY['operation.created:op_14001']"),
            Sql.named("inspect-with-links"),
            Sql.named("person-links"),
            Sql.named("person-deliveries"))) {
      String explained =
          query
              .replaceAll(":reference(Id)?\\b", "'user_1'")
              .replace(":links", "ARRAY['lnk_7000']")
              .replace(":operations", "ARRAY['op_14001']")
              .replace(":before", "45001")
              .replace(":most", "50")
              .replace(":ids", "ARRAY[14001]")
              .replaceAll(":id\\b", "'op_14001'");
      List<String> plan =
          sql.sql("EXPLAIN (ANALYZE, COSTS OFF) " + explained).query(String.class).list();
      assertTrue(
          plan.stream()
              .noneMatch(
                  line ->
                      line.contains("Seq Scan on m2m_deliveries")
                          || line.matches(".*Rows Removed by .*: \\d{3,}.*")),
          () -> explained + "\n" + String.join("\n", plan));
    }
  }

  @Test
  void findsATimeInTheMiddle() {
    Instant from = FIRST.plusSeconds(10_000);
    List<Long> ids = all(filter(null, null, null, from, from.plusSeconds(30)), 20);
    assertEquals(30, ids.size());
    assertEquals(10_029L, ids.get(0));
    assertEquals(10_000L, ids.get(29));
  }

  @Test
  void findsNothingOutsideOfTheTimes() {
    assertEquals(List.of(), all(filter(null, null, null, FIRST.plusSeconds(100_000), null), 20));
    assertEquals(List.of(), all(filter(null, null, null, null, FIRST), 20));
    assertTrue(all(filter("dead", null, null, null, FIRST.plusSeconds(10)), 20).contains(3L));
  }
}
