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

class StoreCircuitBreakerTest {
  private final StoreCircuitBreaker breaker =
      new StoreCircuitBreaker(Duration.ofMillis(1), Duration.ofMillis(50));

  @Test
  void isReadyAfterTheFirstProbe() {
    breaker.begin();
    assertNotNull(breaker.trouble());
    assertFalse(breaker.isOpen());
    breaker.probeSucceeded();

    assertNull(breaker.trouble());
  }

  @Test
  void closesAfterOneProbeAndIsReadyAfterThreeInARow() {
    assertTrue(breaker.open("QueryTimeoutException"));
    assertFalse(breaker.open("QueryTimeoutException"));
    assertTrue(breaker.isOpen());
    assertTrue(breaker.probeSucceeded());
    assertFalse(breaker.isOpen());
    assertFalse(breaker.probeSucceeded());
    assertEquals("QueryTimeoutException", breaker.trouble());
    assertTrue(breaker.open("BadSqlGrammarException 42501"));
    breaker.probeSucceeded();
    breaker.probeSucceeded();
    breaker.stored();
    assertEquals("BadSqlGrammarException 42501", breaker.trouble());
    breaker.probeSucceeded();

    assertNull(breaker.trouble());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void probesSoonAfterAFailureAndRarelyWhileNothingIsStored() throws Exception {
    StoreCircuitBreaker rare = new StoreCircuitBreaker(Duration.ofMillis(1), Duration.ofHours(1));
    rare.open("any");
    rare.awaitProbe();
    StoreCircuitBreaker requested =
        new StoreCircuitBreaker(Duration.ofMillis(1), Duration.ofHours(1));
    requested.requestProbe();
    requested.awaitProbe();
    assertNull(requested.trouble());
    breaker.begin();
    breaker.awaitProbe();
    breaker.probeSucceeded();
    breaker.stored();
    long start = System.nanoTime();
    breaker.awaitProbe();

    assertTrue(System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(30));
  }
}
