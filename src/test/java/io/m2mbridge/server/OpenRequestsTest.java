package io.m2mbridge.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final OpenRequests requests = new OpenRequests(now::get);

  private void count(int change) {
    for (int i = 0; i < Math.abs(change); i++) {
      requests.countWhole(Integer.signum(change));
    }
  }

  @Test
  void isNoCrowdWhileAFewWait() {
    count(15);

    assertFalse(requests.isCrowded());
  }

  @Test
  void isACrowdForAsLongAsManyWait() {
    count(16);
    now.addAndGet(Duration.ofSeconds(10).toNanos());

    assertTrue(requests.isCrowded());
  }

  @Test
  void remainsACrowdForAMomentAfterMostWereAnswered() {
    count(16);
    count(-15);
    assertTrue(requests.isCrowded());
    now.addAndGet(Duration.ofMillis(50).toNanos());

    assertFalse(requests.isCrowded());
  }
}
