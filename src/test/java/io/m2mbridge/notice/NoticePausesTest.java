package io.m2mbridge.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoticePausesTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final NoticePauses pauses = new NoticePauses(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static void assertBetween(double least, double most, Duration found) {
    double seconds = found.toMillis() / 1000.0;
    assertTrue(seconds >= least && seconds <= most, () -> seconds + " s");
  }

  @Test
  void leavesTheTeamAloneForBothOfItsQueuesWhereItAsksForThat() {
    pauses.failed("trouble", Duration.ofSeconds(5), true);
    assertEquals(List.of("dead-letters"), pauses.open());
    assertEquals(List.of("trouble", "news"), pauses.paused());
    pass(Duration.ofSeconds(5));
    assertEquals(List.of(), pauses.paused());
  }

  @Test
  void holdsUpNoNewsForTroubleThatCannotBeTold() {
    assertEquals(List.of("dead-letters", "trouble", "news"), pauses.open());
    Duration pause = pauses.failed("trouble", Duration.ZERO, false);

    assertBetween(1, 1.2, pause);
    assertEquals(List.of("dead-letters", "news"), pauses.open());
    assertEquals(List.of("trouble"), pauses.paused());
    assertEquals(pause, pauses.untilOneEnds(Duration.ofHours(1)));
    pass(pause);
    assertTrue(pauses.isOpen("trouble"));
    assertEquals(Duration.ofHours(1), pauses.untilOneEnds(Duration.ofHours(1)));
  }

  @Test
  void doublesWithEachFailureInARowUpToHalfAMinute() {
    double[] least = {1, 2, 4, 8, 16, 30, 30};
    for (double seconds : least) {
      assertBetween(seconds, seconds * 1.2, pauses.failed("trouble", Duration.ZERO, false));
    }
    pauses.succeeded("trouble");
    assertTrue(pauses.isOpen("trouble"));
    assertBetween(1, 1.2, pauses.failed("trouble", Duration.ZERO, false));
  }

  @Test
  void growsNoLongerForANoticeThatIsRefused() {
    for (int i = 0; i < 10; i++) {
      assertBetween(1, 1.2, pauses.failed("news", Duration.ZERO, true));
    }
  }

  @Test
  void followsRetryAfterHoweverLong() {
    assertEquals(Duration.ofHours(3), pauses.failed("news", Duration.ofHours(3), true));
    pass(Duration.ofHours(3).minusNanos(1));
    assertFalse(pauses.isOpen("news"));
    pass(Duration.ofNanos(1));
    assertTrue(pauses.isOpen("news"));
    pauses.failed("news", Duration.ofDays(10_000_000), false);
    pass(Duration.ofDays(60_000));
    assertFalse(pauses.isOpen("news"));
  }
}
