package io.m2mbridge.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A Camel idempotent repository of whole deliveries: adding a key takes over the exchange's
 * variable {@code delivery}, and leaves the variables {@code outcome} ({@code accepted}, {@code
 * duplicate} or {@code quarantined}) and {@code eventKey} (that of a quarantined delivery is its
 * own).
 */
interface DeliveryRepository extends IdempotentRepository {
  /**
   * Takes a delivery over, or finds it known.
   *
   * @throws StoreUnavailableException when neither could be made sure of
   */
  Receipt store(Exchange exchange, Delivery delivery);

  @Override
  default boolean add(Exchange exchange, String key) {
    Receipt receipt = store(exchange, exchange.getVariable("delivery", Delivery.class));
    exchange.setVariable("outcome", receipt.outcome().label());
    exchange.setVariable("eventKey", receipt.eventKey());
    return receipt.isNew();
  }

  /** Does nothing: a stored event is never un-stored. */
  @Override
  default boolean remove(String key) {
    return false;
  }

  @Override
  default boolean confirm(String key) {
    return true;
  }

  @Override
  default boolean add(String key) {
    throw new UnsupportedOperationException("a key is added with its delivery");
  }

  @Override
  default boolean contains(String key) {
    throw new UnsupportedOperationException("idempotentConsumer needs eager: true");
  }

  @Override
  default void clear() {
    throw new UnsupportedOperationException("deliveries are kept");
  }
}
