package io.m2mbridge.dispatch;

import static java.util.stream.Collectors.toMap;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.inbox.SharedEffectsMarks;
import io.m2mbridge.jdbc.OwnTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the effects of several events in one transaction. While one thread writes, the others that
 * come gather. Then the first of them writes for all of them. A single event doesn't wait. If many
 * wait, a second thread writes at the same time.
 *
 * <p>If anything fails before the commit, all effects are rolled back, and each event runs in a
 * transaction of its own. A shared transaction waits only briefly for a lock, so that a locked row
 * delays its own event alone. Rows are locked in one order ({@link SharedEffects#rows}), so that
 * two shared transactions can't deadlock. Effects on rows that the other thread writes wait until
 * it has committed.
 */
final class SharedTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(SharedTransactions.class);
  private static final int MAX_EVENTS = 32;

  /** How many events wait before a second thread writes. */
  static final int WAITING_FOR_SECOND = 12;

  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(100);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(1);

  private final SharedEffectsMarks marks;
  private final TransactionTemplate transaction;
  private final List<SharedEffects> waiting = new ArrayList<>();

  /** The rows of all effects that are written now, or will be by a thread whose turn it is. */
  private final Set<String> writtenRows = new HashSet<>();

  private int writers;

  /** Whether steps of the site's run in these transactions as triggers; null until it is known. */
  private volatile @Nullable Boolean haveTriggers;

  SharedTransactions(Inbox inbox, DataSource dataSource) {
    this.marks = inbox.sharedEffectsMarks();
    this.transaction = OwnTransactions.cancelling(dataSource, STATEMENT_TIMEOUT, LOCK_TIMEOUT);
  }

  /**
   * Runs the effects of one event together with those of others.
   *
   * @return {@code effects_at}; empty where nothing was written, and the effects must run in a
   *     transaction of their own
   * @throws RuntimeException where the outcome of the commit isn't known
   */
  Optional<Instant> run(SharedEffects effects) {
    if (haveTriggers()) {
      return Optional.empty();
    }
    if (mayWrite(effects)) {
      write(effects);
    } else {
      effects.waitWithoutPlace(() -> awaitTurn(effects));
    }
    return effects.result();
  }

  private boolean haveTriggers() {
    Boolean known = haveTriggers;
    if (known == null) {
      known = marks.haveTriggers();
      haveTriggers = known;
    }
    return known;
  }

  private void awaitTurn(SharedEffects effects) {
    if (effects.awaitTurn()) {
      write(effects);
    }
  }

  /** Returns whether the caller must write now; otherwise its effects wait. */
  private synchronized boolean mayWrite(SharedEffects effects) {
    boolean mayWrite = isWriterMissing() && !writtenRows.contains(effects.rows());
    if (mayWrite) {
      begin(effects);
    } else {
      waiting.add(effects);
    }
    return mayWrite;
  }

  private boolean isWriterMissing() {
    return writers == 0
        || (writers < EffectsOncePolicy.MAX_SHARED_TRANSACTIONS
            && waiting.size() >= WAITING_FOR_SECOND);
  }

  private void begin(SharedEffects first) {
    writers++;
    writtenRows.add(first.rows());
  }

  /** Adds effects that wait to those of the thread that writes. */
  private synchronized void addWaiting(List<SharedEffects> group) {
    Set<String> rowsOfOthers = new HashSet<>(writtenRows);
    group.forEach(own -> rowsOfOthers.remove(own.rows()));
    List<SharedEffects> added =
        waiting.stream()
            .filter(effects -> !rowsOfOthers.contains(effects.rows()))
            .limit(MAX_EVENTS - 1)
            .toList();
    waiting.removeAll(added);
    group.addAll(added);
    added.forEach(effects -> writtenRows.add(effects.rows()));
  }

  private synchronized void passOn(List<SharedEffects> written) {
    writers--;
    written.forEach(effects -> writtenRows.remove(effects.rows()));
    if (isWriterMissing()) {
      waiting.stream()
          .filter(effects -> !writtenRows.contains(effects.rows()))
          .findFirst()
          .ifPresent(
              next -> {
                waiting.remove(next);
                begin(next);
                next.giveTurn();
              });
    }
  }

  private void write(SharedEffects own) {
    List<SharedEffects> group = new ArrayList<>(List.of(own));
    Map<UUID, Instant> effectsAt = new HashMap<>();
    Throwable failure = null;
    try {
      addWaiting(group);
      transaction.executeWithoutResult(status -> effectsAt.putAll(run(group)));
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      passOn(group);
    }
    boolean isRolledBack = effectsAt.isEmpty();
    for (SharedEffects effects : group) {
      effects.end(effectsAt.get(effects.leaseToken()), isRolledBack ? null : failure);
    }
    if (failure != null && isRolledBack) {
      LOG.info(
          "{} events are written one by one: {}",
          group.size(),
          FailureDescription.of(failure),
          FailureDescription.shown(failure));
    }
  }

  /** Runs the steps of a group; any exception rolls all of them back. */
  private Map<UUID, Instant> run(List<SharedEffects> group) {
    group.sort(Comparator.comparing(SharedEffects::rows));
    group.forEach(SharedEffects::run);
    Map<UUID, Instant> effectsAt =
        marks.mark(
            group.stream().collect(toMap(SharedEffects::leaseToken, SharedEffects::deliveryId)));
    if (effectsAt.size() < group.size()) {
      throw RuntimeCamelException.wrapRuntimeException(
          new LeaseLostException("the lease of one of the events was lost"));
    }
    return effectsAt;
  }
}
