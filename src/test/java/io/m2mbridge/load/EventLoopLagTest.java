package io.m2mbridge.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final EventLoopLag lag = new EventLoopLag(now::get);
  private final List<Runnable> tasks = new ArrayList<>();

  @BeforeEach
  void measure() {
    lag.measure(tasks::add);
    pass(5);
  }

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void runTasks() {
    tasks.forEach(Runnable::run);
    tasks.clear();
  }

  private void assertLag(long millis) {
    assertEquals(Duration.ofMillis(millis), lag.now(true));
  }

  @Test
  void isTheTimeThatATaskWaits() {
    assertLag(0);
    pass(30);
    runTasks();

    assertLag(30);
  }

  @Test
  void growsWhileATaskWaits() {
    assertLag(0);
    pass(7);
    assertLag(7);
    pass(100);

    assertLag(107);
  }

  @Test
  void forgetsAnOldAnswer() {
    assertLag(0);
    pass(30);
    runTasks();
    pass(50);

    assertLag(0);
  }

  @Test
  void asksOneTaskAtATimeAndNotTooOften() {
    assertLag(0);
    assertLag(0);
    assertEquals(1, tasks.size());
    runTasks();
    assertLag(0);
    assertEquals(0, tasks.size());
    pass(5);
    assertLag(0);

    assertEquals(1, tasks.size());
  }

  @Test
  void asksNothingWhereItIsNotWanted() {
    assertEquals(Duration.ZERO, lag.now(false));
    assertEquals(0, tasks.size());
    assertLag(0);
    pass(30);

    assertEquals(Duration.ofMillis(30), lag.now(false));
    assertEquals(15, lag.average(false).toMillis());
  }

  @Test
  void measuresNothingOnceThereIsNoEventLoop() {
    assertLag(0);
    pass(30);
    lag.measure(null);
    runTasks();

    assertLag(0);
    assertEquals(Duration.ZERO, lag.average(true));
  }

  @Test
  void averagesOverSomeTime() {
    assertEquals(Duration.ZERO, lag.average(true));
    pass(1);
    runTasks();
    assertEquals(0, lag.average(true).toMillis());
    pass(5);
    lag.average(true);
    for (int i = 0; i < 200; i++) {
      pass(5);
      lag.average(true);
    }
    long millis = lag.average(true).toMillis();

    assertEquals(950, millis, 10);
  }

  @Test
  void measuresNothingOnceTheServerHasStopped() {
    lag.measure(
        task -> {
          throw new RejectedExecutionException("the server has stopped");
        });
    assertLag(0);
    pass(30);

    assertLag(0);
  }

  @Test
  void measuresTheNextServerThoughTheOneBeforeStopsMeanwhile() {
    lag.measure(
        task -> {
          lag.measure(tasks::add);
          throw new RejectedExecutionException("the server has stopped");
        });
    assertLag(0);
    assertLag(0);
    pass(30);

    assertLag(30);
  }
}
