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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the effects of several events in one transaction. While one thread writes, the others that
 * come gather. Then the first of them writes for all of them. A single event doesn't wait.
 *
 * <p>If anything fails before the commit, all effects are rolled back, and each event runs in a
 * transaction of its own. A shared transaction waits only briefly for a lock, so that a locked row
 * delays its own event alone. Rows are locked in one order ({@link SharedEffects#rows}), so that
 * two shared transactions can't deadlock.
 */
final class SharedTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(SharedTransactions.class);
  private static final int MAX_EVENTS = 32;
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(100);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(1);

  private final SharedEffectsMarks marks;
  private final TransactionTemplate transaction;
  private final List<SharedEffects> waiting = new ArrayList<>();
  private boolean isWriting;

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
    if (isFirst(effects) || effects.awaitTurn()) {
      write();
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

  private synchronized boolean isFirst(SharedEffects effects) {
    waiting.add(effects);
    boolean isFirst = !isWriting;
    isWriting = true;
    return isFirst;
  }

  private synchronized List<SharedEffects> take() {
    List<SharedEffects> first = waiting.subList(0, Math.min(MAX_EVENTS, waiting.size()));
    List<SharedEffects> group = new ArrayList<>(first);
    first.clear();
    return group;
  }

  private synchronized void passOn() {
    isWriting = !waiting.isEmpty();
    if (isWriting) {
      waiting.get(0).giveTurn();
    }
  }

  private void write() {
    List<SharedEffects> group = take();
    Map<UUID, Instant> effectsAt = new HashMap<>();
    Throwable failure = null;
    try {
      transaction.executeWithoutResult(status -> effectsAt.putAll(run(group)));
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      passOn();
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
