package io.m2mbridge.inbox;

import io.m2mbridge.failure.Failures;
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
 * The idempotent repository that is the inbox: it stores a key with its whole delivery, in one
 * statement, so that no crash can part the two. Those that come at the same moment share a commit.
 * An answer comes within {@link Inbox#PATIENCE} whatever state the database is in; after a failure
 * further ones are refused at once until a probe has succeeded, so that nothing piles up.
 */
public final class JdbcDeliveryRepository extends ServiceSupport
    implements DeliveryRepository, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);

  private final Inbox inbox;
  private final StoreHealth health;
  private GroupCommit<NewDelivery, Boolean> inserts;
  private GroupCommit<Copy, Boolean> duplicates;
  private CamelContext camelContext;
  private ExecutorService writers;
  private StoreProbe probe;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public JdbcDeliveryRepository(Inbox inbox) {
    this.inbox = inbox;
    this.health = inbox.storeHealth();
  }

  @Override
  public CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery) {
    if (health.isRefusing()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException("the database failed a moment ago", null));
    }
    Attempt attempt = new Attempt();
    return attempt
        .store(delivery)
        .handle(
            (receipt, failure) -> {
              if (failure != null) {
                throw unavailable(attempt, failure);
              }
              health.stored();
              return receipt;
            });
  }

  @Override
  public boolean keepsNotices() {
    return inbox.notices().areKept();
  }

  /** What is stored waits for nothing more. */
  @Override
  public int answerThreads() {
    return 1;
  }

  private StoreUnavailableException unavailable(Attempt attempt, Throwable failure) {
    Throwable cause = Failures.ofFuture(failure);
    String words =
        cause instanceof TimeoutException
            ? "no answer within " + Inbox.PATIENCE.toMillis() + " ms"
            : Failures.describe(cause);
    Throwable shown = Failures.shown(cause);
    if (attempt.isCopy || GroupCommit.isOfOneRow(cause)) {
      // What is new is stored all the same: it was this row, or someone has the known one locked.
      LOG.error("one delivery can't be stored, M2M is answered 503: {}", words, shown);
      health.doubted();
    } else {
      StoreProbe.failed(health, words, shown);
    }
    return new StoreUnavailableException(words, cause);
  }

  @Override
  protected void doStart() {
    inserts = new GroupCommit<>(inbox::insert, row -> row.delivery().body().length);
    // Apart from the inserts: a known row that someone has locked holds up no new one.
    duplicates = new GroupCommit<>(inbox::countDuplicates, copy -> 0);
    writers = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "m2m-inbox", 3);
    writers.execute(inserts);
    writers.execute(duplicates);
    health.begin();
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

  /** One webhook's way into the inbox: all its writes together have {@link Inbox#PATIENCE}. */
  private final class Attempt implements Intake {
    private final long deadline = System.nanoTime() + Inbox.PATIENCE.toNanos();
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

    /** What still waits when the time is up isn't stored any more: it is answered 503. */
    private <T> CompletableFuture<Boolean> written(GroupCommit<T, Boolean> writes, T row) {
      return writes.submit(row).orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
