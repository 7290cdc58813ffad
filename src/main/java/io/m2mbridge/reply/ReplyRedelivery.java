package io.m2mbridge.reply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Lets the redelivery policy honour {@code Retry-After}. It stands on {@code
 * onExceptionOccurredRef}; where the wait asked for is too long to keep a worker, or ends after the
 * deadline, it ends the redelivery, and the inbox takes the event up again. So it does where the
 * event has kept its worker for long already, M2M being slow to answer, or not answering at all.
 */
public final class ReplyRedelivery implements Processor {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_RUN = Duration.ofSeconds(5);

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
    if (asked.compareTo(LONGEST_WAIT) > 0
        || Duration.between(begun, now).compareTo(LONGEST_RUN) > 0
        || !now.plus(asked).isBefore(deadline)) {
      exchange.getExchangeExtension().setRedeliveryExhausted(true);
    } else if (!asked.isZero()) {
      exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, asked.toMillis());
    }
  }
}
