package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoreHealthTest {
  private final StoreHealth health = new StoreHealth(Duration.ofMillis(1), Duration.ofMillis(50));

  @Test
  void isWellOnceTheFirstProbeHasSucceeded() {
    health.begin();
    assertNotNull(health.trouble());
    assertFalse(health.isRefusing());
    health.probed();

    assertNull(health.trouble());
  }

  @Test
  void takesWebhooksAfterOneProbeAndIsWellAfterThreeInARow() {
    assertTrue(health.failed("QueryTimeoutException"));
    assertFalse(health.failed("QueryTimeoutException"));
    assertTrue(health.isRefusing());
    assertTrue(health.probed());
    assertFalse(health.isRefusing());
    assertFalse(health.probed());
    assertEquals("QueryTimeoutException", health.trouble());
    assertTrue(health.failed("BadSqlGrammarException 42501"));
    health.probed();
    health.probed();
    health.stored();
    assertEquals("BadSqlGrammarException 42501", health.trouble());
    health.probed();

    assertNull(health.trouble());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void probesSoonAfterAFailureAndSeldomWhileNothingIsStored() throws Exception {
    StoreHealth seldom = new StoreHealth(Duration.ofMillis(1), Duration.ofHours(1));
    seldom.failed("any");
    seldom.awaitProbe();
    StoreHealth doubted = new StoreHealth(Duration.ofMillis(1), Duration.ofHours(1));
    doubted.doubted();
    doubted.awaitProbe();
    assertNull(doubted.trouble());
    health.begin();
    health.awaitProbe();
    health.probed();
    health.stored();
    long start = System.nanoTime();
    health.awaitProbe();

    assertTrue(System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(30));
  }
}
