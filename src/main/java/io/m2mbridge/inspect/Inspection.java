package io.m2mbridge.inspect;

import io.m2mbridge.jdbc.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param id an event key, or the id of an operation, a link, a data request or a user; if it is
   *     none of these, a delivery's number. A site's own ids may be numbers, and another person's
   *     delivery must not come with them
   */
  public List<Long> find(String id) {
    List<Long> named = named(id);
    return named.isEmpty() ? numbered(id).map(found -> List.of(found.id())).orElse(named) : named;
  }

  /** The number and the key of a delivery. */
  public record Numbered(long id, String eventKey) {}

  /** Returns the delivery that has a number. */
  public Optional<Numbered> numbered(String number) {
    return number.matches("[0-9]{1,18}")
        ? jdbc.sql("SELECT id, event_key FROM m2m_deliveries WHERE id = :id")
            .param("id", Long.valueOf(number))
            .query(Numbered.class)
            .optional()
        : Optional.empty();
  }

  private List<Long> named(String id) {
    return jdbc.sql(Sql.named("inspect-find"))
        .param("id", id)
        .param("keys", KNOWN_EVENTS.stream().map(event -> event + ":" + id).toArray(String[]::new))
        .param("most", MOST_EVENTS)
        .query(Long.class)
        .list();
  }

  /** Returns deliveries, and those of the links that they came by. */
  public List<Long> withLinks(List<Long> deliveries) {
    return jdbc.sql(Sql.named("inspect-with-links"))
        .param("ids", deliveries.toArray(Long[]::new))
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

  /**
   * What an id names.
   *
   * @param deliveries the deliveries; empty if it names none, or several ids begin with it
   * @param similar the ids that begin with it, where there are several
   */
  public record Search(List<Long> deliveries, List<String> similar) {}

  /**
   * Finds the deliveries that an id names; where none does, those of the id that begins with it.
   */
  public Search search(String id) {
    List<Long> exact = find(id);
    List<String> similar = exact.isEmpty() && !id.isBlank() ? similar(id) : List.of();
    return similar.size() == 1
        ? new Search(find(similar.get(0)), List.of())
        : new Search(exact, similar);
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

  /** Tells what waits, what needs a person, how the last hour was, and how replies went. */
  public Report now() {
    return report(Map.of(), "now", "minutes", "replies");
  }

  /** Returns the data requests that can still be answered, by the time left, and the last ended. */
  public Report dataRequests() {
    return report(Map.of(), "requests-waiting", "requests-ended");
  }

  /** Returns the last comparisons with M2M's API, and what differs. */
  public Report reconciliations() {
    return report(Map.of(), "findings", "reconciliations");
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
    return report(Map.of(), "holds-open", "holds-oldest", "holds-wrong", "holds-none");
  }

  /** Returns what differs from M2M's API and isn't closed, at most 500. */
  public Report findings() {
    return report(Map.of(), "findings");
  }

  /** Returns the finding that has a number, if it isn't closed. */
  public Report finding(long id) {
    return report(Map.of("id", id), "finding");
  }

  /**
   * Returns why the last comparison with M2M's API failed; empty if it didn't, or there is none.
   */
  public Optional<String> failureOfComparison() {
    return jdbc.sql("SELECT failure FROM m2m_reconciliations ORDER BY id DESC LIMIT 1")
        .query(String.class)
        .optional();
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
