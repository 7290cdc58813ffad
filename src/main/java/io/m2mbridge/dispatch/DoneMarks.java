package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.load.OverloadLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks deliveries as done, in batches: one statement and one commit for all that were added since
 * the last batch. The batches are written by one thread, which executes {@link #run}. The lease of
 * a delivery is held until its mark is written. Under load, batches are written on the ticks of the
 * {@link OverloadLimit}.
 */
final class DoneMarks implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DoneMarks.class);
  private static final int MAX_BATCH = 256;

  /** The pause after a batch of several, so that the next batch gathers more. */
  private static final long PAUSE_MILLIS = 25;

  /** How often a batch is tried while the database fails. */
  private static final int ROUNDS = 3;

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;
  private static final long PAUSE_FOR_LOCK_MILLIS = 100;

  /**
   * @param millis how long the route took
   */
  private record Done(ClaimedDelivery delivery, long millis) {}

  /**
   * What one round left over.
   *
   * @param locked the deliveries whose rows another transaction has locked
   * @param unwritten the deliveries that the round did not come to, because the database failed
   * @param failure why there are unwritten ones; null where there are none
   */
  private record Round(List<Done> locked, List<Done> unwritten, @Nullable Throwable failure) {}

  private final Inbox inbox;
  private final HeldDeliveries held;
  private final OverloadLimit limit;
  private final BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
  private volatile boolean isEnding;

  DoneMarks(Inbox inbox, HeldDeliveries held, OverloadLimit limit) {
    this.inbox = inbox;
    this.held = held;
    this.limit = limit;
  }

  /**
   * Adds a delivery to the next batch.
   *
   * @param millis how long its route took
   */
  void add(ClaimedDelivery delivery, long millis) {
    queue.add(new Done(delivery, millis));
  }

  void start() {
    isEnding = false;
  }

  /** Makes {@link #run} return once all added deliveries are marked. */
  void end() {
    isEnding = true;
  }

  @Override
  public void run() {
    List<Done> batch = new ArrayList<>();
    try {
      while (!isEnding || !queue.isEmpty()) {
        limit.awaitAdmission();
        Done first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_BATCH - 1);
          mark(batch);
          if (batch.size() > 1 && !isEnding) {
            Thread.sleep(PAUSE_MILLIS);
          }
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void mark(List<Done> batch) throws InterruptedException {
    Round round = markOnce(batch);
    Set<Done> locked = new HashSet<>(round.locked());
    for (int rounds = 1; round.failure() != null && rounds < ROUNDS; rounds++) {
      Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
      round = markOnce(round.unwritten());
      locked.addAll(round.locked());
    }
    Throwable failure = round.failure();
    if (failure != null) {
      round.unwritten().forEach(done -> Settlement.notSettled(done.delivery(), failure));
    }
    batch.stream()
        .filter(done -> !locked.contains(done))
        .forEach(done -> held.release(done.delivery()));
    if (!locked.isEmpty()) {
      Thread.sleep(PAUSE_FOR_LOCK_MILLIS);
      queue.addAll(locked);
    }
  }

  private Round markOnce(List<Done> batch) {
    List<Done> unmarked = batch.size() > 1 ? markTogether(batch) : batch;
    List<Done> locked = new ArrayList<>();
    for (int i = 0; i < unmarked.size(); i++) {
      Done done = unmarked.get(i);
      try {
        if (inbox.done(done.delivery())) {
          log(done);
        } else if (inbox.isHeld(done.delivery())) {
          locked.add(done);
        } else {
          Settlement.leaseLost(done.delivery());
        }
      } catch (RuntimeException | Error e) {
        return new Round(locked, unmarked.subList(i, unmarked.size()), e);
      }
    }
    return new Round(locked, List.of(), null);
  }

  /**
   * Marks a batch by one statement.
   *
   * @return those that are not marked: all where the statement failed, else those whose rows are
   *     locked or whose leases are lost
   */
  private List<Done> markTogether(List<Done> batch) {
    Set<UUID> marked;
    try {
      marked = Set.copyOf(inbox.done(batch.stream().map(Done::delivery).toList()));
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "{} events could not be marked done in one statement: {}",
          batch.size(),
          FailureDescription.of(e),
          FailureDescription.shown(e));
      return batch;
    }
    List<Done> unmarked = new ArrayList<>();
    for (Done done : batch) {
      if (marked.contains(done.delivery().leaseToken())) {
        log(done);
      } else {
        unmarked.add(done);
      }
    }
    return unmarked;
  }

  private static void log(Done done) {
    LOG.info(
        "event {} done, attempt={} ms={}",
        done.delivery().eventKey(),
        done.delivery().attempt(),
        done.millis());
  }
}
