package io.m2mbridge.inbox;

import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes deliveries one by one for an operator, each in its transaction. The operator's action is
 * recorded in the transaction of the first change.
 */
final class OperatorRuns {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final OperatorAction action;
  private final String name;
  private final int chosen;

  /** The id of the recorded action; null before it is recorded. */
  private @Nullable Long actionId;

  /**
   * @param name {@code replay} or {@code discard}
   * @param chosen how many events the operator chose
   */
  OperatorRuns(DataSource dataSource, OperatorAction action, String name, int chosen) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
    this.action = action;
    this.name = name;
    this.chosen = chosen;
  }

  /** A locked delivery, as it was before the change. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Locked(
      long id,
      String eventKey,
      String state,
      @Nullable String reason,
      int attempts,
      @Nullable Timestamp endedAt,
      byte @Nullable [] body) {

    /** Whether it is in quarantine, or was closed there: it has not passed a webhook's checks. */
    boolean isUnchecked() {
      return eventKey.startsWith(EnvelopeReader.QUARANTINE);
    }

    boolean isDeadOrQuarantined() {
      return state.equals("dead") || state.equals("quarantined");
    }
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  /**
   * Locks a delivery, changes it and commits.
   *
   * @return what the change returned; empty where there is no delivery with this id
   */
  <T> Optional<T> change(long id, Function<Locked, T> change) {
    Long before = actionId;
    try {
      return Optional.ofNullable(transaction.execute(status -> lock(id).map(change).orElse(null)));
    } catch (RuntimeException e) {
      actionId = before; // its row was rolled back
      throw e;
    }
  }

  private Optional<Locked> lock(long id) {
    return jdbc.sql(Sql.named("delivery-lock"))
        .param("id", id)
        .query(
            (row, number) ->
                new Locked(
                    row.getLong("id"),
                    row.getString("event_key"),
                    row.getString("state"),
                    row.getString("reason"),
                    row.getInt("attempts"),
                    row.getTimestamp("processed_at"),
                    row.getBytes("body")))
        .optional();
  }

  /** Records that the change began a run. */
  void began(Locked before) {
    jdbc.sql(Sql.named("run-begun"))
        .param("id", before.id())
        .param("cause", name)
        .param("action", recordAction())
        .param("state", before.state())
        .param("reason", before.reason())
        .param("attempts", before.attempts())
        .param("endedAt", before.endedAt())
        .update();
  }

  /** Records the action, unless an earlier change has, and returns its id. */
  long recordAction() {
    if (actionId == null) {
      actionId = action.record(jdbc, name, chosen);
    }
    return actionId;
  }
}
