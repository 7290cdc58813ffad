package io.m2mbridge.inspect;

import io.m2mbridge.jdbc.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists deliveries by pages, the newest first. A page that no index finds reads {@link
 * DeliveryFilter#MOST_READ} rows at most, so it may have few rows or none, although older ones pass
 * the filter. The next page goes on where it ended.
 */
public final class DeliveryList {
  private static final String LIST = Sql.named("inspect-deliveries");
  private static final String ID_BEFORE = Sql.named("inspect-id-before");

  /** The times of rows may differ so much from the order of their ids. */
  private static final Duration DISORDER = Duration.ofMinutes(1);

  private final JdbcClient jdbc;

  public DeliveryList(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /**
   * Returns a page as the table {@code deliveries}. The table {@code older} has one row where there
   * may be more: {@code before} is the number to go on with.
   *
   * @param before only deliveries with a smaller number; null for the first page
   * @param most how many rows a page has at most
   */
  public Report page(DeliveryFilter filter, @Nullable Long before, int most) {
    long below =
        Math.min(before == null ? Long.MAX_VALUE : before, idBefore(filter.to(), DISORDER));
    Map<String, @Nullable Object> params = filter.params();
    params.put("before", below);
    params.put("most", most);
    long from = filter.from() == null ? 0 : idBefore(filter.from(), DISORDER.negated());
    params.put("fromId", from);
    List<Map<String, @Nullable Object>> rows =
        jdbc.sql(LIST.formatted(filter.table(), filter.conditions()))
            .params(params)
            .query()
            .listOfRows();
    Long next = rows.size() == most ? lastId(rows) : lastRead(filter, below, from);
    Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
    tables.put("deliveries", rows);
    tables.put("older", next == null ? List.of() : List.of(Map.of("before", next)));
    return new Report(tables);
  }

  private static @Nullable Long lastId(List<Map<String, @Nullable Object>> rows) {
    return (Long) rows.get(rows.size() - 1).get("id");
  }

  /** Returns the last id that the page has read; null if it has read all there is. */
  private @Nullable Long lastRead(DeliveryFilter filter, long below, long from) {
    if (filter.isIndexed()) {
      return null;
    }
    return jdbc.sql(
            "SELECT id FROM m2m_deliveries WHERE id < :before ORDER BY id DESC"
                + " OFFSET :read LIMIT 1")
        .param("before", below)
        .param("read", DeliveryFilter.MOST_READ - 1)
        .query(Long.class)
        .optional()
        .filter(last -> last > from)
        .orElse(null);
  }

  /** Returns the first id of a time, moved by a distance; the largest if there is no time. */
  private long idBefore(@Nullable Instant time, Duration distance) {
    return time == null
        ? Long.MAX_VALUE
        : jdbc.sql(ID_BEFORE)
            .param("at", time.plus(distance).toString())
            .query(Long.class)
            .single();
  }
}
