package io.m2mbridge.inspect;

import io.m2mbridge.jdbc.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads answers from the tables. Each statement uses indexes, however many events are done. */
public final class Inspection {
  /** The maximum number of events in a timeline; the newest are taken. */
  public static final int MOST_EVENTS = 200;

  private static final List<String> KNOWN_EVENTS =
      List.of(
          "link.created",
          "link.opened",
          "user.data_request",
          "operation.created",
          "operation.cancelled");

  private final JdbcClient jdbc;

  public Inspection(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /**
   * Returns the deliveries that an id names, at most {@link #MOST_EVENTS}.
   *
   * @param id a delivery's number, an event key, or the id of an operation, a link, a data request
   *     or a user
   */
  public List<Long> find(String id) {
    return jdbc.sql(Sql.named("inspect-find"))
        .param("id", id)
        .param("number", id.matches("[0-9]{1,18}") ? Long.valueOf(id) : null, java.sql.Types.BIGINT)
        .param("keys", KNOWN_EVENTS.stream().map(event -> event + ":" + id).toArray(String[]::new))
        .param("most", MOST_EVENTS)
        .query(Long.class)
        .list();
  }

  /** Returns the deliveries of an operation, and those of the links that it came by. */
  public List<Long> withLinks(String operationId) {
    return jdbc.sql(Sql.named("inspect-with-links"))
        .param("ids", find(operationId).toArray(Long[]::new))
        .query(Long.class)
        .list();
  }

  /** Returns the ids of operations, links and data requests that begin with a text, at most six. */
  public List<String> similar(String beginning) {
    return jdbc.sql(Sql.named("inspect-similar"))
        .param("pattern", beginning.replaceAll("([!%_])", "!$1") + "%")
        .query(String.class)
        .list();
  }

  /** Tells what happened to deliveries: their rows, their effects, and a timeline. */
  public Report show(List<Long> deliveries) {
    Map<String, @Nullable Object> ids = Map.of("ids", deliveries.toArray(Long[]::new));
    return report(ids, "operations", "links", "data-requests", "events", "timeline");
  }

  /** Tells what a replay of deliveries will do. */
  public Report plan(List<Long> deliveries) {
    return report(Map.of("ids", deliveries.toArray(Long[]::new)), "plan", "repeats");
  }

  /**
   * Groups by its cause what needs a person.
   *
   * @param openDays how many days a hold may be open
   */
  public Report trouble(int openDays) {
    return report(Map.of("openDays", openDays), "trouble");
  }

  /** Compares holds with operations, and sums them. */
  public Report holds() {
    return report(Map.of(), "holds-open", "holds-wrong", "holds-none");
  }

  /**
   * Returns what operators did, the newest first.
   *
   * @param before only actions with a smaller number; null for all
   */
  public Report actions(@Nullable Long before, int most) {
    return report(
        Map.of("before", before == null ? Long.MAX_VALUE : before, "most", most), "actions");
  }

  private Report report(Map<String, @Nullable Object> params, String... names) {
    Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
    Stream.of(names)
        .forEach(
            name ->
                tables.put(
                    name,
                    jdbc.sql(Sql.named("inspect-" + name)).params(params).query().listOfRows()));
    return new Report(tables);
  }
}
