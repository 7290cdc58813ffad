package io.m2mbridge.inbox;

import io.m2mbridge.failure.Failures;
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
 * Lets writes that wait at the same moment share one commit: while one batch is written the next
 * gathers, so that a write that comes alone waits for nothing. Each learns its own result. A batch
 * that fails because of one of its rows is written again row by row.
 */
final class GroupCommit<T, R> implements Runnable {
  private static final int MAX_BATCH = 200;

  /** What is written takes some three times as much in memory. */
  private static final long MAX_BYTES = 4L << 20;

  private static final int MAX_DEADLOCKS = 3;

  private final Function<List<T>, List<R>> write;
  private final ToLongFunction<T> size;
  private final LinkedBlockingQueue<Waiting<T, R>> waiting = new LinkedBlockingQueue<>();

  private volatile boolean stopped;

  private record Waiting<T, R>(T row, CompletableFuture<R> result) {}

  /**
   * @param write writes rows in one transaction, and gives a result for each, in the same order
   * @param size about how many bytes a row takes
   */
  GroupCommit(Function<List<T>, List<R>> write, ToLongFunction<T> size) {
    this.write = write;
    this.size = size;
  }

  /**
   * Puts a row into the next batch. One that is complete before its batch begins, as it was
   * cancelled or took too long, isn't written. What depends on a result runs on the writer's thread
   * (the JDK's for delays where it took too long), and must not hold it up.
   */
  CompletableFuture<R> submit(T row) {
    CompletableFuture<R> result = new CompletableFuture<>();
    waiting.add(new Waiting<>(row, result));
    if (stopped) {
      failWaiting();
    }
    return result;
  }

  /** Fails what still waits, and all that comes later; the writer's thread is to be interrupted. */
  void stop() {
    stopped = true;
    failWaiting();
  }

  private void failWaiting() {
    for (var one = waiting.poll(); one != null; one = waiting.poll()) {
      one.result().completeExceptionally(new StoreUnavailableException("stopping", null));
    }
  }

  /** Writes what waits until it is stopped. */
  @Override
  public void run() {
    List<Waiting<T, R>> batch = new ArrayList<>();
    try {
      while (!stopped) {
        gather(batch);
        if (stopped) {
          // Taken in the moment of the stop, whose interrupt comes later.
          waiting.addAll(batch);
          failWaiting();
          return;
        }
        batch.removeIf(one -> one.result().isDone());
        if (!batch.isEmpty()) {
          write(batch);
          batch.clear();
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

  /** The order of keys keeps the bridge's own nodes from a deadlock; a site's own SQL may not. */
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
   * Whether a write failed because of what is in a row, not because of the database's state or of a
   * right or a table that is missing.
   */
  static boolean isOfOneRow(@Nullable Throwable failure) {
    return failure instanceof NonTransientDataAccessException
        && !(failure instanceof NonTransientDataAccessResourceException)
        && !(failure instanceof BadSqlGrammarException)
        && !isReadOnly(failure);
  }

  /** As a server is that was the primary until a failover. */
  private static boolean isReadOnly(Throwable failure) {
    SQLException sql = Failures.find(failure, SQLException.class);
    return sql != null && "25006".equals(sql.getSQLState());
  }
}
