package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.inbox.ClaimedDelivery;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;

/**
 * Runs one attempt: a delivery goes through the route, and how its exchange ended decides whether
 * it is done or handed to {@link Settlement}.
 */
final class DeliveryAttempt {
  private final DefaultConsumer consumer;
  private final HeldDeliveries held;
  private final DoneMarks doneMarks;
  private final PoisonMessages poisonMessages;
  private final Settlement settlement;
  private final Clock clock;
  private final DeliveryExchanges exchanges = new DeliveryExchanges();

  /**
   * @param consumer the route's consumer
   */
  DeliveryAttempt(
      DefaultConsumer consumer,
      DeliveryEndpoint endpoint,
      HeldDeliveries held,
      DoneMarks doneMarks) {
    this.consumer = consumer;
    this.held = held;
    this.doneMarks = doneMarks;
    this.clock = endpoint.clock();
    this.poisonMessages = new PoisonMessages(endpoint.maximumAttempts());
    this.settlement = new Settlement(endpoint, clock);
  }

  void run(ClaimedDelivery delivery, Place place) {
    Instant began = clock.instant();
    Exchange exchange = consumer.createExchange(false);
    place.set(exchange);
    FailedStep.watch(exchange);
    runRoute(delivery, exchange);
    if (Thread.interrupted() && exchange.isFailed()) {
      // The stop of the process has interrupted this thread, whatever exception the route made of
      // it. The flag is cleared, because settling needs a thread that isn't interrupted.
      exchange.setException(new InterruptedException());
    }
    if (exchange.getException() == null) {
      doneMarks.add(delivery, exchange.getClock().elapsed());
    } else {
      try {
        settlement.settle(delivery, exchange, began);
      } finally {
        held.release(delivery);
      }
    }
    consumer.releaseExchange(exchange, false);
  }

  /** Catches an {@link Error} of the route too: the delivery must be settled in any case. */
  private void runRoute(ClaimedDelivery delivery, Exchange exchange) {
    try {
      exchanges.name(exchange, delivery);
      poisonMessages.check(delivery);
      exchanges.fill(exchange, delivery);
      consumer.getProcessor().process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
  }
}
