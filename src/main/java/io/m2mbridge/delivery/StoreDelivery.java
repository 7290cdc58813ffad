package io.m2mbridge.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stores the exchange's variable {@code delivery}, and leaves the variables {@code outcome} ({@code
 * accepted}, {@code duplicate} or {@code quarantined}) and {@code eventKey} (that of a quarantined
 * delivery is its own). No thread waits for the database meanwhile, and what comes after the store
 * runs on a thread that may wait.
 */
public final class StoreDelivery extends AsyncProcessorSupport implements CamelContextAware {
  private static final String RECEIPT = "deliveryReceipt";

  /** As many as the HTTP server has workers: without a database each hands its event over. */
  private static final int THREADS = 20;

  private final DeliveryRepository repository;
  private CamelContext camelContext;
  private ExecutorService answers;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public StoreDelivery(DeliveryRepository repository) {
    this.repository = repository;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    store(exchange)
        .whenCompleteAsync(
            (receipt, failure) -> {
              note(exchange, receipt, failure);
              callback.done(false);
            },
            answers);
    return false;
  }

  private CompletableFuture<Receipt> store(Exchange exchange) {
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    return delivery == null
        ? CompletableFuture.failedFuture(
            new IllegalStateException("read-envelope stands before store-delivery"))
        : repository.store(exchange, delivery);
  }

  static void note(Exchange exchange, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (failure != null) {
      exchange.setException(Failures.ofFuture(failure));
    } else if (receipt != null) {
      exchange.setProperty(RECEIPT, receipt);
      exchange.setVariable("outcome", receipt.outcome().label());
      exchange.setVariable("eventKey", receipt.eventKey());
    }
  }

  /** What became of the exchange's delivery. */
  static Receipt receipt(Exchange exchange) {
    Receipt receipt = exchange.getProperty(RECEIPT, Receipt.class);
    if (receipt == null) {
      throw new IllegalStateException("store-delivery stands before idempotentConsumer");
    }
    return receipt;
  }

  @Override
  protected void doStart() {
    answers =
        camelContext.getExecutorServiceManager().newFixedThreadPool(this, "m2m-answer", THREADS);
  }

  @Override
  protected void doStop() {
    camelContext.getExecutorServiceManager().shutdownNow(answers);
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }
}
