package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.sql.Timestamp;
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

  private static final String REPLAY = "replay";

  private final JdbcClient jdbc;
  private final Inbox inbox;
  private final TransactionTemplate transaction;
  private final EnvelopeReader reader = new EnvelopeReader();

  private final OperatorAction action;
  private final int chosen;

  /** The id of the action, which is written together with the first event; null before. */
  private @Nullable Long actionId;

  /**
   * @param action who replays what, and why; all events that this object puts back belong to it
   * @param chosen how many events were chosen
   */
  public Replay(DataSource dataSource, OperatorAction action, int chosen) {
    jdbc = JdbcClient.create(dataSource);
    inbox = new Inbox(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
    this.action = action;
    this.chosen = chosen;
  }

  /** A locked delivery, as it was before. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      long id,
      String state,
      @Nullable String reason,
      int attempts,
      @Nullable Timestamp endedAt,
      byte @Nullable [] body) {}

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
    Long before = actionId;
    try {
      return Optional.ofNullable(
          transaction.execute(status -> lock(id).map(row -> putBack(row, onlyIn)).orElse(null)));
    } catch (RuntimeException e) {
      actionId = before; // its row was rolled back
      throw e;
    }
  }

  private Optional<Row> lock(long id) {
    return jdbc.sql(Sql.named("delivery-lock"))
        .param("id", id)
        .query(
            (row, number) ->
                new Row(
                    row.getLong("id"),
                    row.getString("state"),
                    row.getString("reason"),
                    row.getInt("attempts"),
                    row.getTimestamp("processed_at"),
                    row.getBytes("body")))
        .optional();
  }

  private Result putBack(Row row, @Nullable String onlyIn) {
    if (onlyIn != null && !row.state().equals(onlyIn)) {
      return Result.ON_ITS_WAY;
    }
    return switch (row.state()) {
      case "dead", "done" -> {
        jdbc.sql(Sql.named("delivery-revive")).param("id", row.id()).update();
        beginRun(row);
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
            .param("operationId", envelope.operationId())
            .param("contentHash", envelope.contentHash())
            .update();
    if (released == 1) {
      beginRun(row);
      return Result.PUT_BACK;
    }
    boolean isDuplicate = inbox.countDuplicate(new Copy(envelope.key(), envelope.contentHash()));
    jdbc.sql(Sql.named("delivery-settle-quarantined"))
        .param("id", row.id())
        .param("state", isDuplicate ? "done" : "quarantined")
        .param("reason", isDuplicate ? "duplicate" : "conflict")
        .update();
    if (isDuplicate) {
      recordAction();
      return Result.DUPLICATE;
    }
    return Result.STAYS;
  }

  private void beginRun(Row before) {
    jdbc.sql(Sql.named("run-begun"))
        .param("id", before.id())
        .param("cause", REPLAY)
        .param("action", recordAction())
        .param("state", before.state())
        .param("reason", before.reason())
        .param("attempts", before.attempts())
        .param("endedAt", before.endedAt())
        .update();
  }

  private long recordAction() {
    if (actionId == null) {
      actionId = action.record(jdbc, REPLAY, chosen);
    }
    return actionId;
  }
}
