package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The end of an attempt of an event that is tried until an instant, and of one that waits for its
 * endpoint.
 */
class SettlementDeadlineTest extends SettledDeliveries {
  @Test
  void triesUntilTheInstantThatTheRouteSetsHoweverOften() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().plusSeconds(3600));
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    double delay = delay(claimed);
    assertTrue(delay > 25 && delay <= 30, () -> "half a minute at most, but " + delay);
  }

  @Test
  void triesOnceMoreAtThatInstant() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().plusSeconds(20));
    settle(claimed, exchange);

    double delay = delay(claimed);
    assertTrue(delay > 15 && delay <= 20, () -> "" + delay);
  }

  @Test
  void givesUpAfterThatInstantThoughItIsTheFirstAttempt() {
    ClaimedDelivery claimed = claimed(1);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().minusSeconds(60));
    settle(claimed, exchange);

    assertEquals("dead", row(database, claimed.eventKey()).get("state"));
  }

  @Test
  void triesOnceMoreWhereThatInstantPassedDuringTheAttempt() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    Instant until = Instant.ofEpochMilli(exchange.getClock().getCreated() + 1);
    exchange.setVariable("retryUntil", until);
    Awaitility.await().until(() -> Instant.now().isAfter(until));
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertTrue(delay(claimed) <= 0.01);
  }

  @Test
  void readsTheTimeFromItsClock() {
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    settlement = new Settlement(endpoint, Clock.fixed(now, ZoneOffset.UTC));
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", now.plusSeconds(10));
    settlement.settle(claimed, exchange, now);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertTrue(delay(claimed) > 5 && delay(claimed) <= 10.1, () -> "" + delay(claimed));
    settlement.settle(claimed(1), exchange, now.plusSeconds(10));
    assertEquals("dead", row(database, lastClaimed.eventKey()).get("state"));
  }

  @Test
  void waitsAtLeastAsLongAsTheRouteAsks() {
    ClaimedDelivery claimed = claimed(1);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryAfter", 120_000L);
    settle(claimed, exchange);

    double delay = delay(claimed);
    assertTrue(delay > 115 && delay <= 120, () -> "" + delay);
  }

  @Test
  void countsNoAttemptThatWasRejected() {
    ClaimedDelivery claimed = claimed(5);
    settle(claimed, exchange(new RejectedExecutionException("x")));

    var row = row(database, claimed.eventKey());
    assertEquals("pending", row.get("state"));
    assertEquals(4, row.get("attempts"));
    assertTrue(delay(claimed) <= 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4, 1", "40, 10", "120, 30", "100000, 30"})
  void waitsLongerTheLongerItIsRejected(int age, int delay) {
    ClaimedDelivery claimed = claimed(1, age);
    settle(claimed, exchange(new RejectedExecutionException("x")));

    double found = delay(claimed);
    assertTrue(found > delay - 0.9 && found <= delay + 1, () -> "" + found);
  }

  @Test
  void waitsNoLongerThanTillTheDeadlineWhenItIsRejected() {
    ClaimedDelivery claimed = claimed(1, 100_000);
    Exchange rejected = exchange(new RejectedExecutionException("x"));
    rejected.setVariable("retryUntil", Instant.now().plusSeconds(3));
    settle(claimed, rejected);

    assertTrue(delay(claimed) <= 3.1, () -> "" + delay(claimed));
  }

  @Test
  void countsNoAttemptThatTheStopCutShort() {
    ClaimedDelivery claimed = claimed(1);
    settle(claimed, exchange(new InterruptedException("x")));

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertEquals(0, row(database, claimed.eventKey()).get("attempts"));
  }

  @Test
  void countsFromOneAgainWhereTheRouteSaysSo() {
    endpoint.setBackOff("10s");
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("attempt", 1);
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertEquals(1, row(database, claimed.eventKey()).get("attempts"));
    double delay = delay(claimed);
    assertTrue(delay > 7 && delay <= 12, () -> "" + delay);
  }
}
