package io.m2mbridge.dev.trace;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.jdbc.Sql;
import io.m2mbridge.settings.ConfigurationException;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The event that is to run: the last one that is stored, or a new one. */
final class TracedDelivery {
  private final JdbcClient jdbc;

  TracedDelivery(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /**
   * Claims the event that was stored last.
   *
   * @param event only events of this name; null for all
   */
  ClaimedDelivery last(@Nullable String event) {
    try {
      return claim(
          jdbc.sql(Sql.named("trace-last"))
              .param("event", event)
              .query(Long.class)
              .optional()
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "No "
                              + (event == null ? "event" : event)
                              + " is stored yet: send one first, without --last.")));
    } catch (BadSqlGrammarException e) {
      throw new ConfigurationException(
          "The bridge of this folder is still starting: run this again once it says that it runs.");
    }
  }

  /** Stores a new event and claims it. */
  ClaimedDelivery of(byte[] body) {
    Envelope envelope = new EnvelopeReader().read(body);
    if (envelope.fault() != null) {
      throw new ConfigurationException(
          "The event would be quarantined ("
              + envelope.fault()
              + "), so no route would run: correct the body.");
    }
    return claim(
        jdbc.sql(Sql.named("trace-new"))
            .param("key", envelope.key())
            .param("event", envelope.event())
            .param("referenceId", envelope.referenceId())
            .param("linkId", envelope.linkId())
            .param("body", body)
            .param("contentHash", envelope.contentHash())
            .query(Long.class)
            .optional()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "The event is stored already: run it again with --last, or give it another"
                            + " id.")));
  }

  private ClaimedDelivery claim(long id) {
    return jdbc.sql(Sql.named("trace-claim"))
        .param("id", id)
        .query(
            (row, number) ->
                new ClaimedDelivery(
                    row.getLong("id"),
                    row.getObject("lease_token", UUID.class),
                    row.getString("event_key"),
                    row.getString("lane"),
                    1,
                    0,
                    row.getInt("run"),
                    row.getTimestamp("received_at").toInstant(),
                    null,
                    row.getBytes("body"),
                    Set.of(),
                    null))
        .single();
  }
}
