package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims deliveries as they become due, runs each through the route in a pool of its own, renews
 * the leases meanwhile, and settles each by how its exchange ended. It looks as soon as something
 * was stored or a worker is free, and once a second besides.
 */
final class DeliveryConsumer extends DefaultConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RENEWAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1);

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;
  private final Leases leases;
  private final DeliveryExchanges exchanges;
  private final Settlement settlement;
  private final Semaphore wake = new Semaphore(0);
  private final Runnable wakeUp = wake::release;
  private ExecutorService workers;
  private ExecutorService claimer;
  private ScheduledExecutorService renewer;
  private volatile boolean claiming;
  private boolean failing;

  @SuppressWarnings("NullAway.Init") // the pools live from start to stop
  DeliveryConsumer(DeliveryEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.inbox = endpoint.inbox();
    this.leases = new Leases(endpoint.lanes(), endpoint.workers());
    this.exchanges = new DeliveryExchanges();
    this.settlement = new Settlement(endpoint);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    String name = endpoint.getEndpointUri();
    workers = pools.newFixedThreadPool(this, name + "-worker", endpoint.workers());
    claimer = pools.newSingleThreadExecutor(this, name + "-claim");
    renewer = pools.newSingleThreadScheduledExecutor(this, name + "-lease");
    claiming = true;
    inbox.onStored(wakeUp);
    claimer.execute(this::claimUntilStopped);
    renewer.scheduleWithFixedDelay(
        this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    stopClaiming();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    var shutdown = endpoint.getCamelContext().getShutdownStrategy();
    long patience = shutdown.getTimeUnit().toMillis(shutdown.getTimeout());
    if (shutdown.isTimeoutOccurred()) {
      interrupt();
    } else {
      pools.shutdownGraceful(claimer, patience);
      pools.shutdownGraceful(workers, patience);
    }
    pools.shutdownNow(renewer);
    super.doStop();
  }

  /** What heeds it is given back; what doesn't is claimed again once its lease has ended. */
  private void interrupt() throws InterruptedException {
    claimer.shutdownNow();
    workers.shutdownNow();
    if (!workers.awaitTermination(PATIENCE_AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "{} leaves {} deliveries to the end of their leases",
          endpoint.getEndpointBaseUri(),
          leases.held().size());
    }
  }

  private void stopClaiming() {
    claiming = false;
    inbox.removeListener(wakeUp);
    wake.release();
  }

  /**
   * Asked of every consumer when the shutdown begins: each claims no more at once, and then all of
   * them have the same time to finish what they hold.
   */
  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    stopClaiming();
    return true;
  }

  @Override
  public int getPendingExchangesSize() {
    return leases.held().size();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // nothing more to prepare
  }

  private void claimUntilStopped() {
    while (claiming && isRunAllowed()) {
      try {
        if (claim() == 0) {
          wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
        wake.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Claims one of each lane that has none yet, and then more, while a worker stays free for each
   * lane that still has none: lanes that hang can't take them all.
   */
  private int claim() {
    int claimed = claim(leases.idleRooms(), leases.room());
    return claimed + claim(leases.rooms(), leases.room() - leases.idleRooms().size());
  }

  /** Claims what there is room for; 0 also when there is none, or when the database fails. */
  private int claim(Map<String, Integer> rooms, int room) {
    if (room <= 0 || rooms.isEmpty() || !claiming || !isRunAllowed()) {
      return 0;
    }
    List<ClaimedDelivery> claimed;
    try {
      claimed = inbox.claim(rooms, room);
    } catch (RuntimeException | Error e) {
      noteFailure(e);
      return 0;
    }
    if (failing) {
      failing = false;
      LOG.info("{} claims again", endpoint.getEndpointBaseUri());
    }
    claimed.forEach(leases::hold);
    claimed.forEach(delivery -> workers.execute(() -> work(delivery)));
    return claimed.size();
  }

  private void noteFailure(Throwable e) {
    if (!failing) {
      failing = true;
      LOG.error(
          "{} can't claim deliveries: {}", endpoint.getEndpointBaseUri(), Failures.describe(e));
    }
  }

  private void renew() {
    var held = List.copyOf(leases.held());
    if (held.isEmpty()) {
      return;
    }
    try {
      inbox.renew(held);
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "{} can't renew {} leases: {}",
          endpoint.getEndpointBaseUri(),
          held.size(),
          Failures.describe(e));
    }
  }

  private void work(ClaimedDelivery delivery) {
    try {
      Exchange exchange = createExchange(false);
      run(delivery, exchange);
      if (Thread.interrupted() && exchange.isFailed()) {
        // By the stop, whatever the route made of it; and settling takes a thread that isn't.
        exchange.setException(new InterruptedException());
      }
      settlement.settle(delivery, exchange);
      releaseExchange(exchange, false);
    } finally {
      leases.release(delivery);
      wakeUp.run();
    }
  }

  /** An error of a route's is the event's failure too: nothing may keep it from being settled. */
  private void run(ClaimedDelivery delivery, Exchange exchange) {
    try {
      exchanges.fill(exchange, delivery);
      getProcessor().process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
  }
}
