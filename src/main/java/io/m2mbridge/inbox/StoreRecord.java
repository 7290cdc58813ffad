package io.m2mbridge.inbox;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The same as {@link StoreDelivery}, for a consumer whose thread waits for the end of its route, as
 * Kafka's does. That thread waits for the database and continues the route. So the rest of the
 * route, such as the commit of an offset, uses none of the threads that webhooks need.
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
