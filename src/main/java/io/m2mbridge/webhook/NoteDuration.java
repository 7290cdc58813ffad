package io.m2mbridge.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Sets the variables {@code durationMillis} (whole milliseconds) and {@code durationSeconds} (the
 * same in seconds, with a fraction) to the time since the exchange was created. So the wait for a
 * thread is included.
 */
public final class NoteDuration implements Processor {
  @Override
  public void process(Exchange exchange) {
    long millis = exchange.getClock().elapsed();
    exchange.setVariable("durationMillis", millis);
    exchange.setVariable("durationSeconds", millis / 1000.0);
  }
}
