package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.jdbc.Sql;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/**
 * Puts deliveries back, so that they run again. A delivery that is dead or done becomes pending;
 * its effects are not repeated. A quarantined delivery, or one that was closed in quarantine,
 * passes the same checks and the same deduplication as a webhook, except for the time window.
 */
public final class Replay {
  /** The result for one delivery. */
  public enum Result {
    /** The delivery is pending now, and runs as soon as a bridge claims it. */
    PUT_BACK,
    /** An equal event is known; the quarantined copy is closed as its duplicate. */
    DUPLICATE,
    /** It stays as it is: it is invalid, or its key is known with other content. */
    STAYS,
    /** The delivery is pending or processing already. */
    ON_ITS_WAY
  }

  private final OperatorRuns runs;
  private final Inbox inbox;
  private final EnvelopeReader reader = new EnvelopeReader();

  /**
   * @param action who replays what, and why; all events that this object puts back belong to it
   * @param chosen how many events were chosen
   */
  public Replay(DataSource dataSource, OperatorAction action, int chosen) {
    runs = new OperatorRuns(dataSource, action, "replay", chosen);
    inbox = new Inbox(dataSource);
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
    return runs.change(id, row -> putBack(row, onlyIn));
  }

  private Result putBack(OperatorRuns.Locked row, @Nullable String onlyIn) {
    if (onlyIn != null && !row.state().equals(onlyIn)) {
      return Result.ON_ITS_WAY;
    }
    if (row.state().equals("pending") || row.state().equals("processing")) {
      return Result.ON_ITS_WAY;
    }
    if (row.isUnchecked()) {
      return release(row);
    }
    runs.jdbc().sql(Sql.named("delivery-revive")).param("id", row.id()).update();
    runs.began(row);
    return Result.PUT_BACK;
  }

  private Result release(OperatorRuns.Locked row) {
    byte[] body = row.body();
    Envelope envelope = body == null ? null : reader.read(body);
    if (envelope == null || envelope.fault() != null) {
      return Result.STAYS;
    }
    int released =
        runs.jdbc()
            .sql(Sql.named("delivery-release"))
            .param("id", row.id())
            .param("key", envelope.key())
            .param("event", envelope.event())
            .param("referenceId", envelope.referenceId())
            .param("linkId", envelope.linkId())
            .param("operationId", envelope.operationId())
            .param("contentHash", envelope.contentHash())
            .update();
    if (released == 1) {
      runs.began(row);
      return Result.PUT_BACK;
    }
    boolean isDuplicate = inbox.countDuplicate(new Copy(envelope.key(), envelope.contentHash()));
    runs.jdbc()
        .sql(Sql.named("delivery-settle-quarantined"))
        .param("id", row.id())
        .param("state", isDuplicate ? "done" : "quarantined")
        .param("reason", isDuplicate ? "duplicate" : "conflict")
        .update();
    if (isDuplicate) {
      runs.recordAction();
      return Result.DUPLICATE;
    }
    return Result.STAYS;
  }
}
