package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idempotent repository that is the inbox: adding a key stores the whole delivery, in one
 * statement, so that no crash can part the two. Those that come at the same moment share a commit.
 * An answer comes within {@link Inbox#PATIENCE} whatever state the database is in; after a failure
 * further ones are refused at once for {@link #PAUSE}, so that nothing piles up.
 */
public final class JdbcDeliveryRepository extends ServiceSupport
    implements DeliveryRepository, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Inbox inbox;
  private GroupCommit<NewDelivery, Boolean> inserts;
  private GroupCommit<Copy, Boolean> duplicates;
  private CamelContext camelContext;
  private ExecutorService writers;
  private final AtomicLong refuseUntil = new AtomicLong(System.nanoTime());
  private volatile boolean failing;

  @SuppressWarnings("NullAway.Init") // Camel sets the context before it starts the service
  public JdbcDeliveryRepository(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public Receipt store(Exchange exchange, Delivery delivery) {
    refuseWhileItFails();
    Attempt attempt = new Attempt();
    try {
      Receipt receipt = attempt.store(delivery);
      if (failing) {
        failing = false;
        refuseUntil.set(System.nanoTime());
        LOG.info("deliveries can be stored again");
      }
      return receipt;
    } catch (StoreUnavailableException e) {
      if (attempt.isCopy || GroupCommit.isOfOneRow(e.getCause())) {
        // What is new is stored all the same: it was this row, or someone has the known one locked.
        LOG.error("one delivery can't be stored, M2M is answered 503: {}", e.getMessage());
        throw e;
      }
      refuseUntil.set(System.nanoTime() + PAUSE.toNanos());
      if (!failing) {
        failing = true;
        LOG.error("deliveries can't be stored, M2M is answered 503: {}", e.getMessage());
      }
      throw e;
    }
  }

  /** After a failure one delivery at a time finds out whether the database is back. */
  private void refuseWhileItFails() {
    long until = refuseUntil.get();
    long now = System.nanoTime();
    boolean isPause = now - until < 0;
    if (isPause || (failing && !refuseUntil.compareAndSet(until, now + Inbox.PATIENCE.toNanos()))) {
      throw new StoreUnavailableException("the database failed a moment ago", null);
    }
  }

  @Override
  protected void doStart() {
    inserts = new GroupCommit<>(inbox::insert);
    // Apart from the inserts: a known row that someone has locked holds up no new one.
    duplicates = new GroupCommit<>(inbox::countDuplicates);
    writers = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "m2m-inbox", 2);
    writers.execute(inserts);
    writers.execute(duplicates);
  }

  @Override
  protected void doStop() {
    inserts.stop();
    duplicates.stop();
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
    public boolean insert(NewDelivery row) {
      return written(inserts, row);
    }

    @Override
    public boolean count(Copy copy) {
      isCopy = true;
      return written(duplicates, copy);
    }

    private <T> boolean written(GroupCommit<T, Boolean> writes, T row) {
      Future<Boolean> written = writes.submit(row);
      try {
        return written.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new StoreUnavailableException(Failures.describe(cause), cause);
      } catch (TimeoutException e) {
        throw new StoreUnavailableException(
            "no answer within " + Inbox.PATIENCE.toMillis() + " ms", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreUnavailableException("stopping", e);
      } finally {
        // What still waits isn't stored any more once it was answered 503.
        written.cancel(false);
      }
    }
  }
}
