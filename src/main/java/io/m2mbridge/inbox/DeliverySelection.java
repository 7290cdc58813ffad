package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the deliveries that an operator means. */
public final class DeliverySelection {
  private final JdbcClient jdbc;

  public DeliverySelection(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /**
   * What an operator chooses by.
   *
   * @param state {@code dead} or {@code quarantined}
   * @param event the event, or {@code none} for events without a name; null for all events
   * @param reason the reason of the quarantine; null for all reasons
   * @param cause the last error of a dead event, or the reason of the quarantine, as {@code
   *     trouble} tells it; null for all causes
   * @param since only deliveries that were received then or later; null for all
   */
  public record Filter(
      String state,
      @Nullable String event,
      @Nullable String reason,
      @Nullable String cause,
      @Nullable Instant since) {}

  /**
   * Returns the ids of the deliveries that a filter matches, the oldest first.
   *
   * @param most the maximum number of ids
   */
  public List<Long> find(Filter filter, int most) {
    return jdbc.sql(Sql.named("delivery-list"))
        .param("state", filter.state())
        .param("event", filter.event())
        .param("reason", filter.reason())
        .param("cause", filter.cause())
        .param("since", filter.since() == null ? null : filter.since().toString())
        .param("most", most)
        .query(Long.class)
        .list();
  }

  /** Returns the id of the delivery with an event key. */
  public Optional<Long> find(String eventKey) {
    return jdbc.sql("SELECT id FROM m2m_deliveries WHERE event_key = :key")
        .param("key", eventKey)
        .query(Long.class)
        .optional();
  }

  /** Returns the state of a delivery; empty where there is none with this id. */
  public Optional<String> state(long id) {
    return jdbc.sql("SELECT state FROM m2m_deliveries WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .optional();
  }
}
