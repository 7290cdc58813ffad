package io.m2mbridge.inbox;

import io.m2mbridge.failure.Causes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Writes rows in batches, so that writes that wait at the same moment share one commit. While one
 * batch is written, the next one gathers; a single write doesn't wait. Each write gets a result of
 * its own. A batch that fails because of one of its rows is written again row by row.
 */
final class GroupCommit<T, R> implements Runnable {
  private static final int MAX_BATCH = 200;

  /** The limit on a batch; writing it takes about three times as much memory. */
  private static final long MAX_BYTES = 4L << 20;

  private static final int MAX_DEADLOCKS = 3;

  private final Function<List<T>, List<R>> write;
  private final ToLongFunction<T> size;
  private final long pauseMillis;
  private final LinkedBlockingQueue<Waiting<T, R>> waiting = new LinkedBlockingQueue<>();

  private volatile boolean stopped;

  private record Waiting<T, R>(T row, CompletableFuture<R> result) {}

  /**
   * @param write writes rows in one transaction, and returns a result for each, in the same order
   * @param size the approximate size of a row in bytes
   * @param pauseMillis the pause after a batch, in which the next one gathers; zero for none
   */
  GroupCommit(Function<List<T>, List<R>> write, ToLongFunction<T> size, long pauseMillis) {
    this.write = write;
    this.size = size;
    this.pauseMillis = pauseMillis;
  }

  /**
   * Adds a row to the next batch. A row whose future is complete before the batch begins, because
   * it was cancelled or timed out, isn't written. Stages that depend on the future run on the
   * writer's thread, or on the JDK's timer thread after a timeout, and must not block.
   */
  CompletableFuture<R> submit(T row) {
    CompletableFuture<R> result = new CompletableFuture<>();
    waiting.add(new Waiting<>(row, result));
    if (stopped) {
      failWaiting();
    }
    return result;
  }

  /** Fails all rows that wait or are added later. The caller must interrupt the writer's thread. */
  void stop() {
    stopped = true;
    failWaiting();
  }

  private void failWaiting() {
    for (var one = waiting.poll(); one != null; one = waiting.poll()) {
      one.result().completeExceptionally(new StoreUnavailableException("stopping", null));
    }
  }

  /** Writes batches until {@link #stop} is called. */
  @Override
  public void run() {
    List<Waiting<T, R>> batch = new ArrayList<>();
    try {
      while (!stopped) {
        gather(batch);
        if (stopped) {
          // stop() ran after the batch was gathered, and its interrupt has not come yet.
          waiting.addAll(batch);
          failWaiting();
          return;
        }
        batch.removeIf(one -> one.result().isDone());
        if (!batch.isEmpty()) {
          write(batch);
          batch.clear();
          if (pauseMillis > 0) {
            Thread.sleep(pauseMillis);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(List<Waiting<T, R>> batch) throws InterruptedException {
    long bytes = 0;
    for (var next = waiting.take(); next != null; next = waiting.poll()) {
      batch.add(next);
      bytes += size.applyAsLong(next.row());
      if (batch.size() == MAX_BATCH || bytes >= MAX_BYTES) {
        return;
      }
    }
  }

  private void write(List<Waiting<T, R>> batch) {
    try {
      List<R> results = writeDespiteDeadlock(batch.stream().map(Waiting::row).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).result().complete(results.get(i));
      }
    } catch (RuntimeException | Error e) {
      if (batch.size() > 1 && isOfOneRow(e)) {
        batch.forEach(one -> write(List.of(one)));
      } else {
        batch.forEach(one -> one.result().completeExceptionally(e));
      }
    }
  }

  /**
   * Writes again after a deadlock. The bridge's own nodes lock rows in the order of their keys and
   * so can't deadlock, but a site's own SQL may use another order.
   */
  private List<R> writeDespiteDeadlock(List<T> rows) {
    for (int deadlocks = 0; ; deadlocks++) {
      try {
        return write.apply(rows);
      } catch (PessimisticLockingFailureException e) {
        if (deadlocks == MAX_DEADLOCKS) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns whether a write failed because of the content of a row, rather than because of the
   * database's state, a missing right or a missing table.
   */
  static boolean isOfOneRow(@Nullable Throwable failure) {
    return failure instanceof NonTransientDataAccessException
        && !(failure instanceof NonTransientDataAccessResourceException)
        && !(failure instanceof BadSqlGrammarException)
        && !isReadOnly(failure);
  }

  /** A server is read-only where it was the primary until a failover. */
  private static boolean isReadOnly(Throwable failure) {
    SQLException sql = Causes.find(failure, SQLException.class);
    return sql != null && "25006".equals(sql.getSQLState());
  }
}
