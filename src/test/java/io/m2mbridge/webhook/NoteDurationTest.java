package io.m2mbridge.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NoteDurationTest {
  @Test
  void notesTheTimeSinceTheExchangeBegan() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Awaitility.await().until(() -> exchange.getClock().elapsed() >= 20);
    new NoteDuration().process(exchange);

    long millis = exchange.getVariable("durationMillis", Long.class);
    assertTrue(millis >= 20 && millis <= exchange.getClock().elapsed(), () -> millis + " ms");
    assertEquals(millis / 1000.0, exchange.getVariable("durationSeconds", Double.class));
  }
}
