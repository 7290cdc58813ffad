package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idempotent repository that is the inbox: adding a key stores the whole delivery, in one
 * statement, so that no crash can part the two. An answer comes within {@link #PATIENCE} whatever
 * state the database is in; after a failure further ones are refused at once for {@link #PAUSE}, so
 * that nothing piles up.
 */
public final class JdbcDeliveryRepository extends ServiceSupport
    implements DeliveryRepository, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int WRITERS = 8;
  private static final int MAX_WAITING = 200;

  private final Inbox inbox;
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
    Future<Receipt> stored = null;
    try {
      stored = writers.submit(() -> inbox.store(delivery));
      Receipt receipt = stored.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (failing) {
        failing = false;
        refuseUntil.set(System.nanoTime());
        LOG.info("deliveries can be stored again");
      }
      return receipt;
    } catch (ExecutionException e) {
      throw unavailable(Failures.describe(e.getCause() == null ? e : e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + PATIENCE.toMillis() + " ms", e);
    } catch (RejectedExecutionException e) {
      throw unavailable("every writer is waiting", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("stopping", e);
    } finally {
      if (stored != null) {
        // What waits behind writers that hang isn't stored any more once it was answered 503.
        stored.cancel(false);
      }
    }
  }

  /** After a failure one delivery at a time finds out whether the database is back. */
  private void refuseWhileItFails() {
    long until = refuseUntil.get();
    long now = System.nanoTime();
    boolean isPause = now - until < 0;
    if (isPause || (failing && !refuseUntil.compareAndSet(until, now + PATIENCE.toNanos()))) {
      throw new StoreUnavailableException("the database failed a moment ago", null);
    }
  }

  private StoreUnavailableException unavailable(String why, @Nullable Throwable cause) {
    refuseUntil.set(System.nanoTime() + PAUSE.toNanos());
    if (!failing) {
      failing = true;
      LOG.error("deliveries can't be stored, M2M is answered 503: {}", why);
    }
    return new StoreUnavailableException(why, cause);
  }

  @Override
  protected void doStart() {
    ThreadPoolProfile profile = new ThreadPoolProfile("m2m-inbox");
    profile.setPoolSize(WRITERS);
    profile.setMaxPoolSize(WRITERS);
    profile.setMaxQueueSize(MAX_WAITING);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
    writers =
        camelContext.getExecutorServiceManager().newThreadPool(this, profile.getId(), profile);
  }

  @Override
  protected void doStop() {
    camelContext.getExecutorServiceManager().shutdownGraceful(writers);
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
