package io.m2mbridge.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
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

  private static DeliveryList list;

  /** One delivery a second; the third one of each 1,000 is dead, and the fifth one is a rarity. */
  @BeforeAll
  static void create() {
    DataSource database = Deliveries.database();
    JdbcClient.create(database)
        .sql(
            """
            INSERT INTO m2m_deliveries (event_key, event, reference_id, link_id, operation_id, path, signature,
                                        signed_at, received_at, body, content_hash, state)
            SELECT 'k' || n, CASE n WHEN 5 THEN 'rare.event' ELSE 'link.created' END, 'user_' || n % 7000,
                   'lnk_' || n / 2, 'op_' || n, '/webhooks/m2m', 's', at, at, '{}', 'h',
                   CASE n % 1000 WHEN 3 THEN 'dead' ELSE 'done' END
            FROM generate_series(1, :rows) AS n
            CROSS JOIN LATERAL (
              SELECT CAST(:first AS timestamptz) + make_interval(secs => n) AS at) AS time
            """)
        .param("rows", ROWS)
        .param("first", FIRST.toString())
        .update();
    JdbcClient.create(database).sql("ANALYZE m2m_deliveries").update();
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
