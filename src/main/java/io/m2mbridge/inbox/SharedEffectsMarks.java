package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The column {@code effects_at} of several deliveries whose effects share a transaction. The
 * methods join the thread's transaction, and throw Spring's {@code DataAccessException}.
 */
public final class SharedEffectsMarks {
  private static final String MARK = Sql.named("delivery-all-effects-done");
  private static final String HAVE_TRIGGERS = Sql.named("effects-triggers");

  private final JdbcClient jdbc;

  SharedEffectsMarks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes that this transaction holds the effects of several deliveries.
   *
   * @param deliveries their ids, by their lease tokens
   * @return {@code effects_at} by the lease token, without those whose leases are lost
   */
  public Map<UUID, Instant> mark(Map<UUID, Long> deliveries) {
    Map<UUID, Instant> effectsAt = new LinkedHashMap<>();
    jdbc.sql(MARK)
        .param("ids", deliveries.values().toArray(Long[]::new))
        .param("tokens", deliveries.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .query(
            row -> {
              effectsAt.put(
                  row.getObject("token", UUID.class), row.getTimestamp("effects_at").toInstant());
            });
    return effectsAt;
  }

  /** Returns whether a table that effects are written to has a trigger, which is the site's. */
  public boolean haveTriggers() {
    return jdbc.sql(HAVE_TRIGGERS).query(Boolean.class).single();
  }
}
