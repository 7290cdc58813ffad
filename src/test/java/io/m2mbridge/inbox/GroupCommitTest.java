package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class GroupCommitTest {
  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch firstBegan = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private long pauseMillis;
  private GroupCommit<Integer, Integer> commits;
  private Thread writer;

  /** Begins to write 0 alone, and holds that up until {@link #firstMayEnd}. */
  private Future<Integer> start(Function<List<Integer>, List<Integer>> write) throws Exception {
    commits =
        new GroupCommit<>(
            rows -> {
              batches.add(rows);
              if (rows.contains(0)) {
                firstBegan.countDown();
                await(firstMayEnd);
              }
              return write.apply(rows);
            },
            row -> row,
            pauseMillis);
    writer = new Thread(commits, "writer");
    writer.start();
    Future<Integer> first = commits.submit(0);
    await(firstBegan);
    return first;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    firstMayEnd.countDown();
    writer.interrupt();
    writer.join(TimeUnit.SECONDS.toMillis(20));
  }

  private static List<Integer> doubled(List<Integer> rows) {
    return rows.stream().map(row -> 2 * row).toList();
  }

  @Test
  void writesTogetherWhatCameWhileAnotherBatchWasWritten() throws Exception {
    Future<Integer> first = start(GroupCommitTest::doubled);
    List<Future<Integer>> others = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      others.add(commits.submit(i));
    }
    firstMayEnd.countDown();

    assertEquals(0, first.get());
    for (int i = 1; i <= 300; i++) {
      assertEquals(2 * i, others.get(i - 1).get());
    }
    assertEquals(List.of(1, 200, 100), batches.stream().map(List::size).toList());
  }

  @Test
  void gathersTheNextBatchInThePauseAfterOne() throws Exception {
    pauseMillis = 1_000;
    Future<Integer> first = start(rows -> rows);
    firstMayEnd.countDown();
    first.get();
    List<Future<Integer>> others = List.of(commits.submit(1), commits.submit(2));
    for (Future<Integer> other : others) {
      other.get();
    }

    assertEquals(List.of(List.of(0), List.of(1, 2)), batches);
  }

  @Test
  void writesLargeRowsInSeveralBatches() throws Exception {
    Future<Integer> first = start(rows -> rows);
    int megabyte = 1 << 20;
    commits.submit(3 * megabyte);
    commits.submit(megabyte);
    Future<Integer> last = commits.submit(2);
    firstMayEnd.countDown();
    assertEquals(0, first.get());
    assertEquals(2, last.get());

    assertEquals(
        List.of(List.of(0), List.of(3 * megabyte, megabyte), List.of(2)), List.copyOf(batches));
  }

  @Test
  void failsOnlyTheRowThatIsBad() throws Exception {
    start(
        rows -> {
          if (rows.contains(2)) {
            throw new DataIntegrityViolationException("2 is bad");
          }
          return doubled(rows);
        });
    List<Future<Integer>> others = List.of(commits.submit(1), commits.submit(2), commits.submit(3));
    firstMayEnd.countDown();

    assertEquals(2, others.get(0).get());
    var failure = assertThrows(ExecutionException.class, () -> others.get(1).get());
    assertTrue(failure.getCause() instanceof DataIntegrityViolationException);
    assertEquals(6, others.get(2).get());
  }

  @Test
  void failsAllAtOnceWhereTheDatabaseIsGone() throws Exception {
    Future<Integer> first =
        start(
            rows -> {
              throw new DataAccessResourceFailureException("gone");
            });
    List<Future<Integer>> others = List.of(commits.submit(1), commits.submit(2));
    firstMayEnd.countDown();

    assertThrows(ExecutionException.class, first::get);
    for (Future<Integer> other : others) {
      assertThrows(ExecutionException.class, other::get);
    }
    assertEquals(List.of(List.of(0), List.of(1, 2)), batches);
  }

  @Test
  void writesAgainAfterADeadlock() throws Exception {
    Future<Integer> first =
        start(
            rows -> {
              if (batches.size() < 3) {
                throw new CannotAcquireLockException("40P01");
              }
              return doubled(rows);
            });
    firstMayEnd.countDown();

    assertEquals(0, first.get());
    assertEquals(List.of(List.of(0), List.of(0), List.of(0)), batches);
  }

  @Test
  void givesUpAfterFourDeadlocks() throws Exception {
    Future<Integer> first =
        start(
            rows -> {
              throw new CannotAcquireLockException("40P01");
            });
    firstMayEnd.countDown();

    assertThrows(ExecutionException.class, first::get);
    assertEquals(4, batches.size());
  }

  @Test
  void writesNothingThatWasGivenUpBeforeItsTurn() throws Exception {
    start(GroupCommitTest::doubled);
    commits.submit(1).cancel(false);
    Future<Integer> wanted = commits.submit(2);
    firstMayEnd.countDown();

    assertEquals(4, wanted.get());
    assertEquals(List.of(List.of(0), List.of(2)), batches);
  }

  @Test
  void failsWhatStillWaitsWhenItIsStopped() throws Exception {
    start(GroupCommitTest::doubled);
    Future<Integer> waiting = commits.submit(1);
    commits.stop();

    assertThrows(ExecutionException.class, waiting::get);
    assertThrows(ExecutionException.class, () -> commits.submit(2).get());
    firstMayEnd.countDown();
    writer.join(TimeUnit.SECONDS.toMillis(20));
    assertFalse(writer.isAlive());
  }
}
