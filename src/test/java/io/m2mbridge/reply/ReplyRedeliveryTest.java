package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplyRedeliveryTest {
  private static final Instant NOW = Instant.parse("2026-01-26T14:30:00Z");

  private final ReplyRedelivery redelivery = new ReplyRedelivery(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void anHourToGo() {
    exchange.setVariable("retryUntil", NOW.plusSeconds(3600));
  }

  @Test
  void leavesTheBackOffAsItIsWhereNothingWasAskedFor() {
    redelivery.process(exchange);
    assertNull(delay());
    assertFalse(isExhausted());
  }

  @Test
  void waitsAsLongAsAsked() {
    exchange.setVariable("retryAfter", 2000L);
    redelivery.process(exchange);
    assertEquals(2000L, delay());
    assertFalse(isExhausted());
  }

  @Test
  void forgetsWhatWasAskedForBefore() {
    exchange.setVariable("retryAfter", 1000L);
    redelivery.process(exchange);
    exchange.setVariable("retryAfter", 0L);
    redelivery.process(exchange);
    assertNull(delay());
  }

  @Test
  void keepsNoWorkerForALongWait() {
    exchange.setVariable("retryAfter", 2001L);
    redelivery.process(exchange);
    assertNull(delay());
    assertTrue(isExhausted());
  }

  @Test
  void doesNotWaitBeyondTheDeadline() {
    exchange.setVariable("retryUntil", NOW.plusMillis(1000));
    exchange.setVariable("retryAfter", 1000L);
    redelivery.process(exchange);
    assertTrue(isExhausted());
  }

  @Test
  void endsAtTheDeadline() {
    exchange.setVariable("retryUntil", NOW);
    redelivery.process(exchange);
    assertTrue(isExhausted());
  }

  @Test
  void keepsNoWorkerForLongWhereM2MIsSlow() {
    Instant begun = Instant.ofEpochMilli(exchange.getClock().getCreated());
    exchange.setVariable("retryUntil", begun.plusSeconds(3600));

    new ReplyRedelivery(Clock.fixed(begun.plusMillis(5000), ZoneOffset.UTC)).process(exchange);
    assertFalse(isExhausted());
    new ReplyRedelivery(Clock.fixed(begun.plusMillis(5001), ZoneOffset.UTC)).process(exchange);
    assertTrue(isExhausted());
  }

  private Object delay() {
    return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
  }

  private boolean isExhausted() {
    return exchange.getExchangeExtension().isRedeliveryExhausted();
  }
}
