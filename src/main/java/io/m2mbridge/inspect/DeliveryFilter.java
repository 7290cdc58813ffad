package io.m2mbridge.inspect;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries a list shows. Null means any.
 *
 * @param state a state of {@code m2m_deliveries}
 * @param event the event's name, or {@code none} for events without a name
 * @param cause the last error of a dead event, else the reason, as {@code trouble} tells it
 * @param reference the user's {@code reference_id}
 * @param link the link's id
 * @param operation the operation's id
 * @param from received then or later
 * @param to received earlier
 */
public record DeliveryFilter(
    @Nullable String state,
    @Nullable String event,
    @Nullable String cause,
    @Nullable String reference,
    @Nullable String link,
    @Nullable String operation,
    @Nullable Instant from,
    @Nullable Instant to) {
  /** How many rows are read at most where no index finds them. */
  static final int MOST_READ = 20_000;

  private static final String CAUSE =
      "coalesce(CASE state WHEN 'dead' THEN last_error ELSE reason END, 'unknown')";

  private static final String NEWEST =
      "(SELECT * FROM m2m_deliveries WHERE id < :before ORDER BY id DESC LIMIT " + MOST_READ + ")";

  private static final String SETTLED = "state IN ('done', 'quarantined', 'dead')";
  private static final String WAITING = "state IN ('pending', 'processing')";

  /** With OFFSET 0, PostgreSQL uses the index, and doesn't search the whole table by its order. */
  private static final String INDEXED = "(SELECT * FROM m2m_deliveries WHERE %s OFFSET 0)";

  /** The indexes of these ids have only settled rows. The index of what is due has the others. */
  private static final String INDEXED_BY_ID =
      "(SELECT * FROM m2m_deliveries WHERE %1$s AND "
          + SETTLED
          + " UNION ALL SELECT * FROM m2m_deliveries WHERE %1$s AND "
          + WAITING
          + " OFFSET 0)";

  /** Whether an index finds the rows. Otherwise a page reads the newest rows, so many at most. */
  boolean isIndexed() {
    return operation != null
        || link != null
        || reference != null
        || (state != null && !state.equals("done"));
  }

  /** The rows that are read, as a table of SQL. */
  String table() {
    if (!isIndexed()) {
      return NEWEST;
    }
    if (operation != null) {
      return INDEXED_BY_ID.formatted("operation_id = :operation");
    }
    if (link != null) {
      return INDEXED_BY_ID.formatted("link_id = :link");
    }
    return reference != null
        ? INDEXED_BY_ID.formatted("reference_id = :reference")
        : INDEXED.formatted(byState());
  }

  private String byState() {
    boolean isTrouble = "dead".equals(state) || "quarantined".equals(state);
    return isTrouble
        ? "state IN ('dead', 'quarantined') AND state = :state"
        : WAITING + " AND state = :state";
  }

  /** The conditions of SQL, each with AND before it. */
  String conditions() {
    StringBuilder conditions = new StringBuilder();
    add(conditions, state, "state = :state");
    add(conditions, event, "coalesce(event, 'none') = :event");
    add(conditions, cause, CAUSE + " = :cause");
    add(conditions, reference, "reference_id = :reference");
    add(conditions, link, "link_id = :link");
    add(conditions, operation, "operation_id = :operation");
    add(conditions, from, "id >= :fromId AND received_at >= CAST(:from AS timestamptz)");
    add(conditions, to, "received_at < CAST(:to AS timestamptz)");
    return conditions.toString();
  }

  private static void add(StringBuilder conditions, @Nullable Object value, String condition) {
    if (value != null) {
      conditions.append(" AND ").append(condition);
    }
  }

  /** The values of the parameters that {@link #conditions} and {@link #table} have. */
  Map<String, @Nullable Object> params() {
    Map<String, @Nullable Object> params = new TreeMap<>();
    params.put("state", state);
    params.put("event", event);
    params.put("cause", cause);
    params.put("reference", reference);
    params.put("link", link);
    params.put("operation", operation);
    params.put("from", Objects.toString(from, null));
    params.put("to", Objects.toString(to, null));
    return params;
  }
}
