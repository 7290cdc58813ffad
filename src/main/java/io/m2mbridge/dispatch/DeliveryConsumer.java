package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.Failures;
import io.m2mbridge.inbox.ClaimWindow;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.load.OpenRequests;
import io.m2mbridge.load.Yielding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
 * was stored or a worker could do with more, and once a second besides.
 */
final class DeliveryConsumer extends DefaultConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RENEWAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1);

  /**
   * From one claim that took all there was to the next: what comes meanwhile is claimed together.
   */
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;
  private final Lanes lanes;
  private final Leases leases;
  private final Losses losses;
  private final DeliveryExchanges exchanges;
  private final Settlement settlement;
  private final DoneMarks doneMarks;
  private final Yielding yielding;
  private final ClaimWindow window;
  private final Timer claimTime;
  private final Semaphore wake = new Semaphore(0);
  private final Consumer<Set<String>> onStored = this::wakeUp;
  private ExecutorService workers;
  private ExecutorService claimer;
  private ExecutorService marker;
  private ScheduledExecutorService renewer;
  private volatile boolean claiming;

  @SuppressWarnings("NullAway.Init") // the pools live from start to stop
  DeliveryConsumer(DeliveryEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.inbox = endpoint.inbox();
    this.lanes = new Lanes(endpoint.lanes(), endpoint.workers());
    this.leases = new Leases();
    this.losses = new Losses(endpoint.maximumAttempts());
    this.exchanges = new DeliveryExchanges();
    this.settlement = new Settlement(endpoint);
    this.yielding = yielding();
    this.doneMarks = new DoneMarks(inbox, leases, yielding);
    this.window = new ClaimWindow(endpoint.lanes());
    this.claimTime = claimTime();
  }

  private Timer claimTime() {
    MeterRegistry metrics =
        endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    return Timer.builder("m2m.claim")
        .description("How long a claim of deliveries takes")
        .register(metrics == null ? new SimpleMeterRegistry() : metrics);
  }

  private Yielding yielding() {
    OpenRequests requests =
        endpoint.isWebhooksFirst()
            ? endpoint.getCamelContext().getRegistry().findSingleByType(OpenRequests.class)
            : null;
    return requests == null
        ? new Yielding(() -> 0, () -> 0)
        : new Yielding(requests::average, requests::count);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    String name = endpoint.getEndpointUri();
    workers = pools.newFixedThreadPool(this, name + "-worker", endpoint.workers());
    claimer = pools.newSingleThreadExecutor(this, name + "-claim");
    marker = pools.newSingleThreadExecutor(this, name + "-done");
    renewer = pools.newSingleThreadScheduledExecutor(this, name + "-lease");
    claiming = true;
    inbox.onStored(onStored);
    doneMarks.start();
    marker.execute(doneMarks);
    claimer.execute(this::claimUntilStopped);
    renewer.scheduleWithFixedDelay(
        this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    // Once its time is up Camel interrupts this thread too, and there is still something to do.
    boolean isInterrupted = Thread.interrupted();
    stopClaiming();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    var shutdown = endpoint.getCamelContext().getShutdownStrategy();
    long patience = shutdown.getTimeUnit().toMillis(shutdown.getTimeout());
    try {
      if (shutdown.isTimeoutOccurred()) {
        interrupt();
      } else {
        pools.shutdownGraceful(claimer, patience);
        putBack(lanes.takeBack(Duration.ZERO), Duration.ZERO);
        pools.shutdownGraceful(workers, patience);
      }
    } finally {
      doneMarks.end();
      pools.shutdownGraceful(marker, PATIENCE_AFTER_INTERRUPT.toMillis());
      pools.shutdownNow(renewer);
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    super.doStop();
  }

  /** What heeds it is given back; what doesn't is claimed again once its lease has ended. */
  private void interrupt() throws InterruptedException {
    claimer.shutdownNow();
    putBack(lanes.takeBack(Duration.ZERO), Duration.ZERO);
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
    inbox.removeListener(onStored);
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

  private void wakeUp(Set<String> stored) {
    if (!Collections.disjoint(stored, endpoint.lanes())) {
      wake.release();
    }
  }

  private void claimUntilStopped() {
    while (claiming && isRunAllowed()) {
      try {
        yielding.awaitBeat();
        long start = System.nanoTime();
        Map<String, Integer> rooms = lanes.rooms();
        int room = rooms.values().stream().mapToInt(Integer::intValue).sum();
        int claimed = room == 0 || !claiming ? 0 : claim(rooms, room);
        if (claimed == 0) {
          wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (claimed < room) {
          TimeUnit.NANOSECONDS.sleep(start + PAUSE.toNanos() - System.nanoTime());
        }
        wake.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        // No thread for a worker, for one: dispatch goes on once there is.
        noteFailure(e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Claims what there is room for; 0 also when the database fails. */
  private int claim(Map<String, Integer> rooms, int room) {
    List<ClaimedDelivery> claimed;
    long start = System.nanoTime();
    Duration lookBack = window.lookBack();
    try {
      claimed = inbox.claim(rooms, room, lookBack);
    } catch (RuntimeException | Error e) {
      noteFailure(e);
      return 0;
    }
    claimTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    window.note(lookBack, start, rooms, room, claimed);
    if (endpoint.claims().worked()) {
      LOG.info("{} claims again", endpoint.getEndpointBaseUri());
    }
    claimed.forEach(leases::hold);
    List<ClaimedDelivery> later = losses.toPutBack(claimed);
    putBack(later, Losses.PAUSE);
    lanes.add(claimed.stream().filter(delivery -> !later.contains(delivery)).toList());
    startWorkers();
    return claimed.size();
  }

  private void startWorkers() {
    for (var next = lanes.next(); next != null; next = lanes.next()) {
      ClaimedDelivery delivery = next;
      try {
        workers.execute(() -> work(delivery));
      } catch (RuntimeException | Error e) {
        lanes.end(delivery);
        putBack(List.of(delivery), Losses.PAUSE);
        throw e;
      }
    }
  }

  private void noteFailure(Throwable e) {
    String words = Failures.describe(e);
    if (endpoint.claims().failed(words)) {
      LOG.error(
          "{} can't claim deliveries: {}", endpoint.getEndpointBaseUri(), words, Failures.shown(e));
    }
  }

  private void renew() {
    var held = leases.held();
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
          Failures.describe(e),
          Failures.shown(e));
    }
    // Afterwards: it may wait for the database for longer than the leases last.
    putBack(lanes.takeBack(RENEWAL), Duration.ZERO);
  }

  /** What can't be put back is claimed again once its lease has ended. */
  private void putBack(List<ClaimedDelivery> claimed, Duration delay) {
    if (claimed.isEmpty()) {
      return;
    }
    try {
      inbox.putBack(claimed, delay);
    } catch (RuntimeException | Error e) {
      claimed.forEach(delivery -> Settlement.notSettled(delivery, e));
    } finally {
      leases.release(claimed);
    }
  }

  /** Works on one delivery after the other, as long as there is one for this worker. */
  private void work(ClaimedDelivery first) {
    for (var delivery = first; delivery != null; delivery = lanes.next()) {
      try {
        ClaimedDelivery next = delivery;
        yielding.run(() -> workOn(next));
      } finally {
        if (lanes.end(delivery)) {
          wake.release();
        }
      }
    }
    startWorkers();
  }

  private void workOn(ClaimedDelivery delivery) {
    Exchange exchange = createExchange(false);
    FailedStep.watch(exchange);
    run(delivery, exchange);
    if (Thread.interrupted() && exchange.isFailed()) {
      // By the stop, whatever the route made of it; and settling takes a thread that isn't.
      exchange.setException(new InterruptedException());
    }
    if (exchange.getException() == null) {
      doneMarks.add(delivery, exchange.getClock().elapsed());
    } else {
      try {
        settlement.settle(delivery, exchange);
      } finally {
        leases.release(delivery);
      }
    }
    releaseExchange(exchange, false);
  }

  /** An error of a route's is the event's failure too: nothing may keep it from being settled. */
  private void run(ClaimedDelivery delivery, Exchange exchange) {
    try {
      exchanges.name(exchange, delivery);
      losses.check(delivery);
      exchanges.fill(exchange, delivery);
      getProcessor().process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
  }
}
