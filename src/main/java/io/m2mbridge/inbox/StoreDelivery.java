package io.m2mbridge.inbox;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.m2mbridge.failure.Causes;
import io.m2mbridge.outbound.PercentEncoding;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Stores the exchange's variable {@code delivery}, and sets these variables:
 *
 * <ul>
 *   <li>{@code outcome}: {@code accepted}, {@code duplicate} or {@code quarantined}
 *   <li>{@code eventKey}: the key of the stored row; a quarantined delivery has a key of its own
 *   <li>{@code eventKeyEncoded}: the same as {@link PercentEncoding#encode} writes it
 *   <li>{@code reason}: a fixed word that says why the delivery is quarantined, or was not stored;
 *       absent where neither applies
 *   <li>{@code noticeKept}: whether the notice of a quarantine is stored with the delivery
 * </ul>
 *
 * <p>No thread is blocked while the database writes. Then the exchange continues on one of the
 * threads that the repository asks for.
 */
public final class StoreDelivery extends AsyncProcessorSupport implements CamelContextAware {
  public static final String REASON = "reason";
  private static final String RECEIPT = "deliveryReceipt";

  /** How many exchanges may wait for a thread. The repository limits how long each waits. */
  private static final int MAX_WAITING = 1_000;

  private final DeliveryRepository repository;
  private CamelContext camelContext;
  private ExecutorService answers;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public StoreDelivery(DeliveryRepository repository) {
    this.repository = repository;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<Receipt> stored = store(repository, exchange);
    if (needsNoThread(stored)) {
      stored.whenComplete((receipt, failure) -> note(exchange, receipt, failure));
      callback.done(true);
      return true;
    }
    stored.whenComplete(
        (receipt, failure) -> {
          note(exchange, receipt, failure);
          continueOnThread(exchange, callback);
        });
    return false;
  }

  /** A delivery that failed at once, or is known already, is answered by the caller's thread. */
  private static boolean needsNoThread(CompletableFuture<Receipt> stored) {
    return stored.isCompletedExceptionally() || (stored.isDone() && !stored.join().isNew());
  }

  static CompletableFuture<Receipt> store(DeliveryRepository repository, Exchange exchange) {
    return completedFuture(exchange)
        .thenCompose(
            given -> {
              Delivery delivery = given.getVariable("delivery", Delivery.class);
              if (delivery == null) {
                throw new IllegalStateException(
                    "the step read-envelope must come before the store");
              }
              given.setVariable("noticeKept", repository.keepsNotices());
              return repository.store(given, delivery);
            });
  }

  /** If no thread is free and {@link #MAX_WAITING} wait for one, the answer is 503. */
  private void continueOnThread(Exchange exchange, AsyncCallback callback) {
    try {
      answers.execute(
          () -> {
            if (!isRunAllowed()) {
              refuse(exchange, "stopping", "stopping");
            }
            callback.done(false);
          });
    } catch (RejectedExecutionException e) {
      refuse(exchange, "too-many-waiting", "too many webhooks wait for a thread");
      callback.done(false);
    }
  }

  private static void refuse(Exchange exchange, String reason, String why) {
    exchange.setVariable(REASON, reason);
    exchange.setException(new StoreUnavailableException(why, null));
  }

  static void note(Exchange exchange, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (failure != null) {
      exchange.setException(Causes.ofFuture(failure));
    } else if (receipt != null) {
      exchange.setProperty(RECEIPT, receipt);
      exchange.setVariable("outcome", receipt.outcome().label());
      exchange.setVariable("eventKey", receipt.eventKey());
      exchange.setVariable("eventKeyEncoded", PercentEncoding.encode(receipt.eventKey()));
      if (receipt.outcome() == Receipt.Outcome.QUARANTINED) {
        exchange.setVariable(REASON, receipt.reason());
      }
    }
  }

  /** Returns the result of {@link #store} for this exchange. */
  static Receipt receipt(Exchange exchange) {
    Receipt receipt = exchange.getProperty(RECEIPT, Receipt.class);
    if (receipt == null) {
      throw new IllegalStateException(
          "the step that stores the delivery must come before idempotentConsumer");
    }
    return receipt;
  }

  @Override
  protected void doStart() {
    ThreadPoolProfile profile = new ThreadPoolProfile("m2m-answer");
    profile.setPoolSize(repository.answerThreads());
    profile.setMaxPoolSize(repository.answerThreads());
    profile.setMaxQueueSize(MAX_WAITING);
    // Camel's default policy would use the caller: the event loop, or the thread that writes.
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    answers = camelContext.getExecutorServiceManager().newThreadPool(this, "m2m-answer", profile);
  }

  @Override
  protected void doStop() {
    camelContext.getExecutorServiceManager().shutdownNow(answers).forEach(Runnable::run);
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
