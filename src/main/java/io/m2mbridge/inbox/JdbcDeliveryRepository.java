package io.m2mbridge.inbox;

import io.m2mbridge.failure.Causes;
import io.m2mbridge.failure.FailureDescription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idempotent repository that is the inbox. It stores a key together with its whole delivery in
 * one statement, so that a crash can't separate them. Webhooks that wait at the same moment share a
 * commit. Each gets an answer within {@link Inbox#STORE_TIMEOUT}, whatever state the database is
 * in. While the {@link StoreCircuitBreaker} is open, webhooks are refused at once.
 */
public final class JdbcDeliveryRepository extends ServiceSupport
    implements DeliveryRepository, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);

  /**
   * The statement that counts one duplicate costs the database nearly as much as one that counts
   * ten, because PostgreSQL plans it each time.
   */
  private static final long DUPLICATES_PAUSE_MILLIS = 5;

  private final Inbox inbox;
  private final StoreCircuitBreaker breaker;
  private GroupCommit<NewDelivery, Boolean> inserts;
  private GroupCommit<Copy, Boolean> duplicates;
  private CamelContext camelContext;
  private ExecutorService writers;
  private StoreProbe probe;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public JdbcDeliveryRepository(Inbox inbox) {
    this.inbox = inbox;
    this.breaker = inbox.breaker();
  }

  @Override
  public CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery) {
    if (breaker.isOpen()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(
              "the circuit breaker is open after a failure of the database", null));
    }
    Attempt attempt = new Attempt();
    return attempt
        .store(delivery)
        .handle(
            (receipt, failure) -> {
              if (failure != null) {
                throw unavailable(attempt, failure);
              }
              breaker.stored();
              return receipt;
            });
  }

  @Override
  public boolean keepsNotices() {
    return inbox.notices().areKept();
  }

  /** One is enough: a stored webhook is answered without waiting for anything else. */
  @Override
  public int answerThreads() {
    return 1;
  }

  private StoreUnavailableException unavailable(Attempt attempt, Throwable failure) {
    Throwable cause = Causes.ofFuture(failure);
    String words =
        cause instanceof TimeoutException
            ? "no answer within " + Inbox.STORE_TIMEOUT.toMillis() + " ms"
            : FailureDescription.of(cause);
    Throwable shown = FailureDescription.shown(cause);
    if (attempt.isCopy || GroupCommit.isOfOneRow(cause)) {
      // Other webhooks can still be stored. The failure came from what is in this row, or from a
      // transaction that has locked the row of the known delivery.
      LOG.error("one delivery can't be stored, M2M is answered 503: {}", words, shown);
      breaker.requestProbe();
    } else {
      StoreProbe.openBreaker(breaker, words, shown);
    }
    return new StoreUnavailableException(words, cause);
  }

  @Override
  protected void doStart() {
    inserts = new GroupCommit<>(inbox::insert, row -> row.delivery().body().length, 0);
    // Separate from the inserts: a duplicate that waits for a locked row must not delay them.
    duplicates = new GroupCommit<>(inbox::countDuplicates, copy -> 0, DUPLICATES_PAUSE_MILLIS);
    writers = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "m2m-inbox", 3);
    writers.execute(inserts);
    writers.execute(duplicates);
    breaker.begin();
    probe = new StoreProbe(inbox);
    writers.execute(probe);
  }

  @Override
  protected void doStop() {
    inserts.stop();
    duplicates.stop();
    probe.stop();
    camelContext.getExecutorServiceManager().shutdownNow(writers);
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** The writes of one webhook. All of them together have {@link Inbox#STORE_TIMEOUT}. */
  private final class Attempt implements Intake {
    private final long deadline = System.nanoTime() + Inbox.STORE_TIMEOUT.toNanos();
    private boolean isCopy;

    @Override
    public CompletableFuture<Boolean> insert(NewDelivery row) {
      return written(inserts, row);
    }

    @Override
    public CompletableFuture<Boolean> count(Copy copy) {
      isCopy = true;
      return written(duplicates, copy);
    }

    /** A row that still waits at the deadline is not stored any more: the answer is 503. */
    private <T> CompletableFuture<Boolean> written(GroupCommit<T, Boolean> writes, T row) {
      return writes.submit(row).orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
