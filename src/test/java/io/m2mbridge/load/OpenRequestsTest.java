package io.m2mbridge.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenRequestsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger connections = new AtomicInteger();
  private final OpenRequests requests = new OpenRequests(connections::get, now::get);

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 5", "11, 5", "12, 6", "64, 32", "80, 40", "1000, 40"})
  void callsHalfOfTheConnectionsAHighBacklog(int open, int high) {
    connections.set(open);

    assertEquals(high, requests.highBacklog());
  }

  @Test
  void lagsWhileRequestsComeAndAreReadLate() {
    List<Runnable> tasks = new ArrayList<>();
    requests.readBy(tasks::add);
    pass(100);
    assertEquals(Duration.ZERO, requests.lag());
    assertEquals(0, tasks.size());
    requests.addToBacklog(1);
    requests.lag();
    pass(2_000);

    // Nothing was received for long, because nothing is read.
    assertEquals(Duration.ofSeconds(2), requests.lag());
    assertEquals(Duration.ofSeconds(2), requests.averageLag());
    tasks.forEach(Runnable::run);
    pass(1_000);
    assertEquals(Duration.ZERO, requests.lag());
    assertEquals(0, requests.averageLag().toMillis());
    assertEquals(1, tasks.size());
  }

  @Test
  void averagesNothingWhileNoneWaits() {
    pass(10_000);

    assertEquals(0, requests.averageBacklog());
  }

  @Test
  void averagesWhatWaitsForLong() {
    requests.addToBacklog(40);
    pass(1_000);

    assertEquals(40, requests.averageBacklog(), 0.001);
  }

  @Test
  void averagesHardlyAnyOfManyThatAreAnsweredAtOnce() {
    requests.addToBacklog(64);
    pass(3);
    requests.addToBacklog(-64);

    assertEquals(3.7, requests.averageBacklog(), 0.1);
  }

  @Test
  void averagesWhatComesAndGoesInBatches() {
    for (int batch = 0; batch < 100; batch++) {
      requests.addToBacklog(64);
      pass(3);
      requests.addToBacklog(-64);
      pass(1);
    }

    assertEquals(48, requests.averageBacklog(), 2);
  }

  @Test
  void forgetsThoseThatWereAnswered() {
    requests.addToBacklog(64);
    pass(1_000);
    requests.addToBacklog(-64);
    assertEquals(64, requests.averageBacklog(), 0.001);
    pass(50);
    assertEquals(64 / Math.E, requests.averageBacklog(), 0.001);
    pass(1_000);

    assertEquals(0, requests.averageBacklog(), 0.001);
  }
}
