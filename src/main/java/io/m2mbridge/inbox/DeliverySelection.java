package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
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
   * Returns the ids of the deliveries in a state, the oldest first.
   *
   * @param event the event; null for all events
   * @param reason the reason of the quarantine; null for all reasons
   */
  public List<Long> find(String state, @Nullable String event, @Nullable String reason) {
    return jdbc.sql(Sql.named("delivery-list"))
        .param("state", state)
        .param("event", event)
        .param("reason", reason)
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
}
