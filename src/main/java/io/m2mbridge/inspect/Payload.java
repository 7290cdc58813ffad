package io.m2mbridge.inspect;

import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What M2M signed, as it came. It has personal data: mask it before anyone sees it.
 *
 * @param id the delivery's number
 * @param eventKey the delivery's key
 * @param body the raw bytes; null once they are erased
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(long id, String eventKey, byte @Nullable [] body) {
  /** Reads the payload of a delivery; empty if no delivery has the number. */
  public static Optional<Payload> read(DataSource database, long id) {
    return JdbcClient.create(database)
        .sql("SELECT id, event_key, body FROM m2m_deliveries WHERE id = :id")
        .param("id", id)
        .query(
            (row, number) ->
                new Payload(row.getLong("id"), row.getString("event_key"), row.getBytes("body")))
        .optional();
  }
}
