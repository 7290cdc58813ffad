package io.m2mbridge.inbox;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A Camel idempotent repository of whole deliveries. Taking one over may take a while, and {@code
 * add} could only wait for that with a thread; so {@link StoreDelivery} does it a step before, and
 * adding the key tells what came of it.
 */
interface DeliveryRepository extends IdempotentRepository {
  /**
   * Takes a delivery over, or finds it known; fails with a {@link StoreUnavailableException} when
   * neither could be made sure of.
   */
  CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery);

  /**
   * How many webhooks at most go on at a time once they are taken over. Where none of them waits
   * for anything before its answer, one thread answers more than several do.
   */
  int answerThreads();

  /** Whether the notice of a quarantined delivery is stored with it, to be sent apart. */
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
