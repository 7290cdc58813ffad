package io.m2mbridge.inbox;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link StoreDelivery}, for a record of a topic. It uses none of the threads that
 * webhooks need.
 *
 * <p>The records of a batch wait for the database together and share its commits. No thread is
 * blocked meanwhile, and the records go on in a thread of their own. A record that comes alone is
 * stored in its consumer's thread, because Kafka's consumer may commit an offset only there.
 */
public final class StoreRecord extends AsyncProcessorSupport implements CamelContextAware {
  /**
   * How many records of batches may wait for the database at the same time: two commits' worth.
   * Webhooks wait behind them, and each row has {@link Inbox#STORE_TIMEOUT} from here on.
   */
  static final int MAX_WAITING = 400;

  private final DeliveryRepository repository;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private CamelContext camelContext;
  private ExecutorService stored;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public StoreRecord(DeliveryRepository repository) {
    this.repository = repository;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    if (RecordBatch.isPart(exchange)) {
      return storeWithOthers(exchange, callback);
    }
    StoreDelivery.store(repository, exchange)
        .handle((receipt, failure) -> noted(exchange, receipt, failure))
        .join();
    callback.done(true);
    return true;
  }

  private boolean storeWithOthers(Exchange exchange, AsyncCallback callback) {
    try {
      waiting.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.setException(new StoreUnavailableException("stopping", e));
      callback.done(true);
      return true;
    }
    RecordBatch.storeInTurn(exchange, record -> StoreDelivery.store(repository, record))
        .whenComplete(
            (receipt, failure) -> {
              waiting.release();
              goOn(noted(exchange, receipt, failure), callback);
            });
    return false;
  }

  private static Exchange noted(
      Exchange exchange, @Nullable Receipt receipt, @Nullable Throwable failure) {
    StoreDelivery.note(exchange, receipt, failure);
    return exchange;
  }

  private void goOn(Exchange exchange, AsyncCallback callback) {
    try {
      stored.execute(() -> callback.done(false));
    } catch (RejectedExecutionException e) {
      exchange.setException(new StoreUnavailableException("stopping", e));
      callback.done(false);
    }
  }

  @Override
  protected void doStart() {
    stored = camelContext.getExecutorServiceManager().newSingleThreadExecutor(this, "m2m-intake");
  }

  @Override
  protected void doStop() {
    camelContext.getExecutorServiceManager().shutdownNow(stored).forEach(Runnable::run);
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
