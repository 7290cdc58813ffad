package io.m2mbridge.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Notes how long the exchange has taken so far, in the variables {@code durationMillis} (whole
 * milliseconds) and {@code durationSeconds} (the same as a fraction). The start of the exchange
 * counts, so that waiting for a thread is part of it.
 */
public final class NoteDuration implements Processor {
  @Override
  public void process(Exchange exchange) {
    long millis = exchange.getClock().elapsed();
    exchange.setVariable("durationMillis", millis);
    exchange.setVariable("durationSeconds", millis / 1000.0);
  }
}
