package io.m2mbridge.inbox;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * As {@link StoreDelivery}, for a consumer whose own thread waits for the end of its route: that
 * thread waits for the commit and goes on, so that what the route waits for next, an offset's
 * commit, holds up no webhook.
 */
public final class StoreRecord implements Processor {
  private final DeliveryRepository repository;

  public StoreRecord(DeliveryRepository repository) {
    this.repository = repository;
  }

  @Override
  public void process(Exchange exchange) {
    StoreDelivery.store(repository, exchange)
        .handle(
            (receipt, failure) -> {
              StoreDelivery.note(exchange, receipt, failure);
              return exchange;
            })
        .join();
  }
}
