package io.m2mbridge.inbox;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A Camel idempotent repository of whole deliveries. Storing one takes a while, and {@code add}
 * could only wait for it by blocking a thread. So the step {@link StoreDelivery} stores the
 * delivery before the {@code idempotentConsumer}, and {@code add} returns what was found.
 */
interface DeliveryRepository extends IdempotentRepository {
  /**
   * Stores a delivery, or finds that it is known. The future fails with a {@link
   * StoreUnavailableException} where neither is certain.
   */
  CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery);

  /**
   * Returns how many threads continue the route after the store. Where the rest of the route blocks
   * nowhere, one thread answers more webhooks than several do.
   */
  int answerThreads();

  /** Returns whether the notice of a quarantined delivery is stored together with it. */
  default boolean keepsNotices() {
    return false;
  }

  @Override
  default boolean add(Exchange exchange, String key) {
    return StoreDelivery.receipt(exchange).isNew();
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
    throw new UnsupportedOperationException("a key is stored together with its delivery");
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
