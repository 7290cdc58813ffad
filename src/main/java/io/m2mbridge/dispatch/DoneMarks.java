package io.m2mbridge.dispatch;

import io.m2mbridge.failure.Failures;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.load.Yielding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks deliveries as done: all that have come in since the last time in one statement, so that one
 * commit serves them. Its one thread is {@link #run}; a delivery's lease is held until its mark is
 * written. It keeps the workers' beat while webhooks come first.
 */
final class DoneMarks implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DoneMarks.class);
  private static final int MOST = 256;

  /** Under load it waits for more; one that comes alone is marked at once. */
  private static final long PAUSE_MILLIS = 25;

  private static final int ROUNDS = 3;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;
  private static final long PAUSE_FOR_LOCK_MILLIS = 100;

  private record Done(ClaimedDelivery delivery, long millis) {}

  private final Inbox inbox;
  private final Leases leases;
  private final Yielding yielding;
  private final BlockingQueue<Done> queue = new LinkedBlockingQueue<>();
  private volatile boolean isEnding;

  DoneMarks(Inbox inbox, Leases leases, Yielding yielding) {
    this.inbox = inbox;
    this.leases = leases;
    this.yielding = yielding;
  }

  /**
   * @param millis how long its route took
   */
  void add(ClaimedDelivery delivery, long millis) {
    queue.add(new Done(delivery, millis));
  }

  void start() {
    isEnding = false;
  }

  /** Has {@link #run} return once all is marked that was added. */
  void end() {
    isEnding = true;
  }

  @Override
  public void run() {
    List<Done> batch = new ArrayList<>();
    try {
      while (!isEnding || !queue.isEmpty()) {
        yielding.awaitBeat();
        Done first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MOST - 1);
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
    Map<UUID, Done> left = new LinkedHashMap<>();
    batch.forEach(done -> left.put(done.delivery().leaseToken(), done));
    Set<Done> locked = new HashSet<>();
    for (int round = 1; !left.isEmpty(); round++) {
      try {
        markAtOnce(left);
        markAlone(left, locked);
      } catch (RuntimeException | Error e) {
        if (round == ROUNDS) {
          left.values().forEach(done -> Settlement.notSettled(done.delivery(), e));
          break;
        }
        Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
      }
    }
    batch.stream().filter(done -> !locked.contains(done)).forEach(this::release);
    if (!locked.isEmpty()) {
      Thread.sleep(PAUSE_FOR_LOCK_MILLIS);
      queue.addAll(locked);
    }
  }

  private void release(Done done) {
    leases.release(done.delivery());
  }

  private void markAtOnce(Map<UUID, Done> left) {
    if (left.size() > 1) {
      try {
        inbox
            .done(left.values().stream().map(Done::delivery).toList())
            .forEach(token -> log(Objects.requireNonNull(left.remove(token))));
      } catch (RuntimeException | Error e) {
        LOG.warn(
            "{} events could not be marked done at once: {}",
            left.size(),
            Failures.describe(e),
            Failures.shown(e));
      }
    }
  }

  /**
   * What another transaction has locked, what is another's by now, and what failed together.
   *
   * @param locked gets those whose turn comes with a later batch
   */
  private void markAlone(Map<UUID, Done> left, Set<Done> locked) {
    for (Done done : List.copyOf(left.values())) {
      if (inbox.done(done.delivery())) {
        log(done);
      } else if (inbox.isHeld(done.delivery())) {
        locked.add(done);
      } else {
        Settlement.leaseLost(done.delivery());
      }
      left.remove(done.delivery().leaseToken());
    }
  }

  private static void log(Done done) {
    LOG.info(
        "event {} done, attempt={} ms={}",
        done.delivery().eventKey(),
        done.delivery().attempt(),
        done.millis());
  }
}
