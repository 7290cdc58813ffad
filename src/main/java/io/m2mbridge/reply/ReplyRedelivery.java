package io.m2mbridge.reply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the redelivery policy honour {@code Retry-After}; the policy names it as {@code
 * onExceptionOccurredRef}. It ends the redelivery if the requested wait is longer than 2 s, if the
 * wait would end after the deadline, or if the event has kept its worker for more than 5 s. The
 * inbox then retries the event later, and the worker is free for another one.
 */
public final class ReplyRedelivery implements Processor {
  private static final Duration MAXIMUM_WAIT = Duration.ofSeconds(2);
  private static final Duration MAXIMUM_RUN = Duration.ofSeconds(5);

  private final Clock clock;

  public ReplyRedelivery(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    Duration asked = Duration.ofMillis(exchange.getVariable("retryAfter", 0L, Long.class));
    Instant deadline = exchange.getVariable("retryUntil", Instant.class);
    Instant now = clock.instant();
    Instant begun = Instant.ofEpochMilli(exchange.getClock().getCreated());
    if (asked.compareTo(MAXIMUM_WAIT) > 0
        || Duration.between(begun, now).compareTo(MAXIMUM_RUN) > 0
        || !now.plus(asked).isBefore(deadline)) {
      exchange.getExchangeExtension().setRedeliveryExhausted(true);
    } else if (!asked.isZero()) {
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, asked.toMillis());
    }
  }
}
