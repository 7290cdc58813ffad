package io.m2mbridge.inbox;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.m2mbridge.failure.Failures;
import io.m2mbridge.outbound.HeaderText;
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
 * Stores the exchange's variable {@code delivery}, and leaves the variables {@code outcome} ({@code
 * accepted}, {@code duplicate} or {@code quarantined}), {@code eventKey} (that of a quarantined
 * delivery is its own), {@code eventKeyEncoded} (as {@link HeaderText#encode} has it), {@code
 * reason} (a fixed word on why it is quarantined, or wasn't stored) and {@code noticeKept} (whether
 * the notice of a quarantine is stored with it). No thread waits for the database meanwhile, and a
 * delivery that is new goes on in one of the threads that the repository asks for.
 */
public final class StoreDelivery extends AsyncProcessorSupport implements CamelContextAware {
  public static final String REASON = "reason";
  private static final String RECEIPT = "deliveryReceipt";

  /** How long each may wait is the repository's matter. */
  private static final int WAITING = 1_000;

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
    boolean hasNothingToHandOver =
        stored.isCompletedExceptionally() || (stored.isDone() && !stored.join().isNew());
    stored.whenComplete(
        (receipt, failure) -> {
          note(exchange, receipt, failure);
          if (hasNothingToHandOver) {
            callback.done(true);
          } else {
            goOn(exchange, callback);
          }
        });
    return hasNothingToHandOver;
  }

  static CompletableFuture<Receipt> store(DeliveryRepository repository, Exchange exchange) {
    return completedFuture(exchange)
        .thenCompose(
            given -> {
              Delivery delivery = given.getVariable("delivery", Delivery.class);
              if (delivery == null) {
                throw new IllegalStateException("read-envelope stands before the store");
              }
              given.setVariable("noticeKept", repository.keepsNotices());
              return repository.store(given, delivery);
            });
  }

  /** In one of those threads; what finds none in good time is answered 503. */
  private void goOn(Exchange exchange, AsyncCallback callback) {
    try {
      answers.execute(
          () -> {
            if (!isRunAllowed()) {
              refuse(exchange, "stopping", "stopping");
            }
            callback.done(false);
          });
    } catch (RejectedExecutionException e) {
      refuse(exchange, "too-many-waiting", "too many wait for their answer");
      callback.done(false);
    }
  }

  private static void refuse(Exchange exchange, String reason, String why) {
    exchange.setVariable(REASON, reason);
    exchange.setException(new StoreUnavailableException(why, null));
  }

  static void note(Exchange exchange, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (failure != null) {
      exchange.setException(Failures.ofFuture(failure));
    } else if (receipt != null) {
      exchange.setProperty(RECEIPT, receipt);
      exchange.setVariable("outcome", receipt.outcome().label());
      exchange.setVariable("eventKey", receipt.eventKey());
      exchange.setVariable("eventKeyEncoded", HeaderText.encode(receipt.eventKey()));
      if (receipt.outcome() == Receipt.Outcome.QUARANTINED) {
        exchange.setVariable(REASON, receipt.reason());
      }
    }
  }

  /** What became of the exchange's delivery. */
  static Receipt receipt(Exchange exchange) {
    Receipt receipt = exchange.getProperty(RECEIPT, Receipt.class);
    if (receipt == null) {
      throw new IllegalStateException("the store stands before idempotentConsumer");
    }
    return receipt;
  }

  @Override
  protected void doStart() {
    ThreadPoolProfile profile = new ThreadPoolProfile("m2m-answer");
    profile.setPoolSize(repository.answerThreads());
    profile.setMaxPoolSize(repository.answerThreads());
    profile.setMaxQueueSize(WAITING);
    // Camel's default has the caller run it: the event loop, or the thread that stores.
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
