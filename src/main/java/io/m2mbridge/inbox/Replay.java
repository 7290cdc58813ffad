package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts deliveries back, so that they run again. A delivery that is dead or done becomes pending;
 * its effects are not repeated. A quarantined delivery passes the same checks and the same
 * deduplication as a webhook, except for the time window.
 */
public final class Replay {
  /** The result for one delivery. */
  public enum Result {
    /** The delivery is pending now, and runs as soon as a bridge claims it. */
    PUT_BACK,
    /** An equal event is known; the quarantined copy is closed as its duplicate. */
    DUPLICATE,
    /** It stays in quarantine: it is invalid, or its key is known with other content. */
    STAYS,
    /** The delivery is pending or processing already. */
    ON_ITS_WAY
  }

  private final JdbcClient jdbc;
  private final Inbox inbox;
  private final TransactionTemplate transaction;
  private final EnvelopeReader reader = new EnvelopeReader();

  public Replay(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    inbox = new Inbox(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(long id, String state, byte @Nullable [] body) {}

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

  /**
   * Puts one delivery back.
   *
   * @param onlyIn the state that the delivery must still be in, so that two commands at once don't
   *     put it back twice; null for any state
   * @return empty where there is no delivery with this id
   */
  public Optional<Result> putBack(long id, @Nullable String onlyIn) {
    try {
      return inTransaction(id, onlyIn);
    } catch (DuplicateKeyException e) {
      return inTransaction(id, onlyIn); // a copy was stored at this moment, so it is known now
    }
  }

  private Optional<Result> inTransaction(long id, @Nullable String onlyIn) {
    return Optional.ofNullable(
        transaction.execute(status -> lock(id).map(row -> putBack(row, onlyIn)).orElse(null)));
  }

  private Optional<Row> lock(long id) {
    return jdbc.sql(Sql.named("delivery-lock"))
        .param("id", id)
        .query(
            (row, number) ->
                new Row(row.getLong("id"), row.getString("state"), row.getBytes("body")))
        .optional();
  }

  private Result putBack(Row row, @Nullable String onlyIn) {
    if (onlyIn != null && !row.state().equals(onlyIn)) {
      return Result.ON_ITS_WAY;
    }
    return switch (row.state()) {
      case "dead", "done" -> {
        jdbc.sql(Sql.named("delivery-revive")).param("id", row.id()).update();
        yield Result.PUT_BACK;
      }
      case "quarantined" -> release(row);
      default -> Result.ON_ITS_WAY;
    };
  }

  private Result release(Row row) {
    byte[] body = row.body();
    Envelope envelope = body == null ? null : reader.read(body);
    if (envelope == null || envelope.fault() != null) {
      return Result.STAYS;
    }
    int released =
        jdbc.sql(Sql.named("delivery-release"))
            .param("id", row.id())
            .param("key", envelope.key())
            .param("event", envelope.event())
            .param("referenceId", envelope.referenceId())
            .param("linkId", envelope.linkId())
            .param("contentHash", envelope.contentHash())
            .update();
    if (released == 1) {
      return Result.PUT_BACK;
    }
    boolean isDuplicate = inbox.countDuplicate(new Copy(envelope.key(), envelope.contentHash()));
    jdbc.sql(Sql.named("delivery-settle-quarantined"))
        .param("id", row.id())
        .param("state", isDuplicate ? "done" : "quarantined")
        .param("reason", isDuplicate ? "duplicate" : "conflict")
        .update();
    return isDuplicate ? Result.DUPLICATE : Result.STAYS;
  }
}
