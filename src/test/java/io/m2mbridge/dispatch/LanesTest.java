package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {
  private long now = Long.MAX_VALUE - 1_000; // nanoTime may overflow
  private long id;

  @Test
  void givesAllWorkersToAnOnlyLane() {
    Lanes lanes = lanes(3, "a");
    assertEquals(Map.of("a", 3), lanes.refill());
    add(lanes, "a", 5);
    assertEquals(3, start(lanes).size());
  }

  @Test
  void givesOneLaneHalfTheWorkers() {
    Lanes lanes = lanes(8, "a", "b");
    assertEquals(Map.of("a", 4, "b", 4), lanes.refill());
    add(lanes, "a", 9);
    assertEquals(4, start(lanes).size());
    assertEquals(Map.of("b", 4), lanes.refill());
  }

  @Test
  void keepsAWorkerFreeForEachIdleLane() {
    Lanes lanes = lanes(6, "a", "b", "c");
    add(lanes, "a", 9);
    add(lanes, "b", 9);
    assertEquals(5, start(lanes).size());
    add(lanes, "c", 9);
    assertEquals(List.of("c"), start(lanes).stream().map(ClaimedDelivery::lane).toList());
  }

  @Test
  void worksThoughThereAreFewerWorkersThanLanes() {
    Lanes lanes = lanes(1, "a", "b");
    assertEquals(Map.of("a", 1, "b", 1), lanes.refill());
    add(lanes, "a", 2);
    add(lanes, "b", 1);
    List<ClaimedDelivery> first = start(lanes);
    assertEquals(1, first.size());
    lanes.end(first.get(0));
    assertEquals(1, start(lanes).size());
  }

  @Test
  void takesTheLongestReceivedFirst() {
    Lanes lanes = lanes(8, "a", "b");
    lanes.add(List.of(Deliveries.claimed(3, "a"), Deliveries.claimed(4, "a")));
    lanes.add(List.of(Deliveries.claimed(1, "b"), Deliveries.claimed(9, "b")));

    assertEquals(List.of(1L, 3L, 4L, 9L), start(lanes).stream().map(ClaimedDelivery::id).toList());
  }

  @Test
  void prefetchesWhatALaneEndsInATenthOfASecond() {
    Lanes lanes = lanes(2, "a");
    for (int i = 0; i < 10; i++) {
      now += Duration.ofMillis(10).toNanos();
      add(lanes, "a", 1);
      start(lanes).forEach(lanes::end);
    }
    assertEquals(Map.of("a", 2 + 10), lanes.refill());
    now += Duration.ofSeconds(1).toNanos();
    assertEquals(Map.of("a", 2), lanes.refill());
  }

  @Test
  void prefetchesAtMost32HoweverFast() {
    Lanes lanes = lanes(2, "a");
    for (int i = 0; i < 1000; i++) {
      add(lanes, "a", 1);
      start(lanes).forEach(lanes::end);
    }
    now += Duration.ofMillis(100).toNanos();

    assertEquals(Map.of("a", 34), lanes.refill());
  }

  @Test
  void needsARefillOnceAtMostHalfOfItsCapacityIsUsed() {
    Lanes lanes = lanes(1, "a");
    for (int i = 0; i < 9; i++) {
      add(lanes, "a", 1);
      start(lanes).forEach(lanes::end);
    }
    now += Duration.ofMillis(100).toNanos();
    add(lanes, "a", 8);
    assertEquals(Map.of(), lanes.refill());
    List<Boolean> needsRefill = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      needsRefill.add(lanes.end(start(lanes).get(0)));
    }

    assertEquals(List.of(false, false, true, true), needsRefill);
    assertEquals(Map.of("a", 10 - 4), lanes.refill());
  }

  @Test
  void givesAllBlockedLanesTogetherHalfTheWorkers() {
    Lanes lanes = lanes(8, "a", "b", "c");
    add(lanes, "a", 9);
    List<ClaimedDelivery> running = start(lanes);
    add(lanes, "b", 9);
    running.addAll(start(lanes));
    assertEquals(7, running.size());
    now += Duration.ofMillis(1_100).toNanos();
    lanes.end(running.remove(0));
    assertEquals(List.of(), start(lanes));
    lanes.end(running.remove(0));
    lanes.end(running.remove(0));
    assertEquals(List.of(), start(lanes));
    assertEquals(Map.of("c", 4), lanes.refill());
    add(lanes, "c", 9);
    assertEquals(4, start(lanes).stream().filter(d -> d.lane().equals("c")).count());
    lanes.end(running.remove(0));

    assertEquals(1, start(lanes).size());
  }

  @Test
  void prefetchesNothingForABlockedLane() {
    Lanes lanes = lanes(4, "a");
    for (int i = 0; i < 100; i++) {
      add(lanes, "a", 1);
      start(lanes).forEach(lanes::end);
    }
    add(lanes, "a", 1);
    start(lanes);
    now += Duration.ofMillis(1_001).toNanos();

    assertEquals(Map.of("a", 3), lanes.refill());
  }

  @Test
  void takesBackWhatHasWaitedTooLong() {
    Lanes lanes = lanes(2, "a", "b");
    add(lanes, "a", 2);
    start(lanes);
    now += Duration.ofSeconds(2).toNanos();
    add(lanes, "a", 3);
    assertEquals(1, lanes.takeBack(Duration.ofSeconds(2)).size());
    assertEquals(3, lanes.takeBack(Duration.ZERO).size());
    assertNull(lanes.next());
  }

  @Test
  void startsAnotherInPlaceOfOneThatPauses() {
    Lanes lanes = lanes(2, "a");
    add(lanes, "a", 4);
    ClaimedDelivery first = start(lanes).get(0);
    assertTrue(lanes.pause(first));
    assertFalse(lanes.pause(first), "it has no worker any more");

    assertEquals(1, start(lanes).size());
  }

  @Test
  void goesOnWithWhatHasPausedBeforeAnotherStarts() {
    Lanes lanes = lanes(2, "a");
    add(lanes, "a", 4);
    List<ClaimedDelivery> running = start(lanes);
    ClaimedDelivery first = running.get(0);
    lanes.pause(first);
    running.addAll(start(lanes));
    var worker = lanes.resume(first);
    assertFalse(worker.isDone(), "both workers are taken");
    lanes.end(running.get(1));

    assertTrue(worker.isDone());
    assertEquals(List.of(), start(lanes));
    lanes.end(first);
    assertEquals(1, start(lanes).size());
  }

  @Test
  void givesALaneThatGoesOnNoMoreThanHalfTheWorkers() {
    Lanes lanes = lanes(4, "a", "b");
    add(lanes, "a", 4);
    List<ClaimedDelivery> paused = start(lanes);
    paused.forEach(lanes::pause);
    List<ClaimedDelivery> running = start(lanes);
    assertEquals(2, running.size());
    var workers = paused.stream().map(lanes::resume).toList();
    lanes.end(running.get(0));

    assertEquals(List.of(true, false), workers.stream().map(worker -> worker.isDone()).toList());
  }

  @Test
  void forgetsWhatEndsWhileItPauses() {
    Lanes lanes = lanes(1, "a");
    add(lanes, "a", 2);
    ClaimedDelivery first = start(lanes).get(0);
    lanes.pause(first);
    lanes.end(first);

    assertTrue(lanes.resume(first).isDone());
    assertEquals(1, start(lanes).size(), "the worker is free");
  }

  @Test
  void letsNoMoreThan32Pause() {
    Lanes lanes = lanes(2, "a", "b");
    List<ClaimedDelivery> paused = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      add(lanes, "a", 1);
      paused.addAll(start(lanes));
      assertTrue(lanes.pause(paused.get(i)));
    }
    add(lanes, "a", 1);
    ClaimedDelivery last = start(lanes).get(0);
    assertFalse(lanes.pause(last));
    paused.forEach(lanes::resume);
    assertTrue(lanes.pause(last), "the others wait for a worker only");
  }

  @Test
  void refusesAnUnknownLane() {
    assertThrows(
        IllegalArgumentException.class,
        () -> lanes(2, "a").add(List.of(Deliveries.claimed(1, "z"))));
  }

  private Lanes lanes(int workers, String... names) {
    return new Lanes(List.of(names), workers, () -> now);
  }

  private void add(Lanes lanes, String lane, int count) {
    for (int i = 0; i < count; i++) {
      lanes.add(List.of(Deliveries.claimed(++id, lane)));
    }
  }

  /** All that may begin. */
  private static List<ClaimedDelivery> start(Lanes lanes) {
    List<ClaimedDelivery> started = new ArrayList<>();
    for (var next = lanes.next(); next != null; next = lanes.next()) {
      started.add(next);
    }
    return started;
  }
}
