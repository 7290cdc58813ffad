package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.inbox.Leases;
import io.m2mbridge.load.OpenRequests;
import io.m2mbridge.load.OverloadLimit;
import io.m2mbridge.load.SlowStart;
import io.m2mbridge.load.WaitingWebhooks;
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
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims deliveries as they become due, and runs each through the route in a pool of workers. It
 * renews the leases meanwhile. It claims as soon as something was stored or a lane needs a refill,
 * and once a second in any case.
 */
final class DeliveryConsumer extends DefaultConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * The pause after a claim that found less than it could take. What is stored meanwhile is claimed
   * together.
   */
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;
  private final Lanes lanes;
  private final HeldDeliveries held;
  private final DoneMarks doneMarks;
  private final DeliveryAttempt attempt;
  private final OverloadLimit limit;
  private final SlowStart slowStart;
  private final Claims claims;
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
    this.held = new HeldDeliveries(inbox.leases(), endpoint.getEndpointBaseUri());
    OpenRequests requests = webhooks();
    this.limit = new OverloadLimit(requests == null ? WaitingWebhooks.NONE : requests);
    this.slowStart = requests == null ? SlowStart.over() : new SlowStart(limit::isOverloaded);
    this.doneMarks = new DoneMarks(inbox, held, limit);
    this.attempt = new DeliveryAttempt(this, endpoint, held, doneMarks);
    this.claims = new Claims(endpoint);
  }

  /** Returns the webhooks that go first; null where none do. */
  private @Nullable OpenRequests webhooks() {
    return endpoint.isWebhooksFirst()
        ? endpoint.getCamelContext().getRegistry().findSingleByType(OpenRequests.class)
        : null;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    String name = endpoint.getEndpointUri();
    // The lanes limit how many deliveries run. Those that pause hold a thread, too.
    workers = pools.newCachedThreadPool(this, name + "-worker");
    claimer = pools.newSingleThreadExecutor(this, name + "-claim");
    marker = pools.newSingleThreadExecutor(this, name + "-done");
    renewer = pools.newSingleThreadScheduledExecutor(this, name + "-lease");
    claiming = true;
    inbox.onStored(onStored);
    doneMarks.start();
    marker.execute(doneMarks);
    claimer.execute(this::claimUntilStopped);
    renewer.scheduleWithFixedDelay(
        this::renew,
        Leases.RENEWAL_INTERVAL.toMillis(),
        Leases.RENEWAL_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    // After its shutdown timeout Camel interrupts this thread too. The rest still has to be done.
    boolean isInterrupted = Thread.interrupted();
    stopClaiming();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    var shutdown = endpoint.getCamelContext().getShutdownStrategy();
    long timeout = shutdown.getTimeUnit().toMillis(shutdown.getTimeout());
    try {
      if (shutdown.isTimeoutOccurred()) {
        interrupt();
      } else {
        pools.shutdownGraceful(claimer, timeout);
        held.putBack(lanes.takeBack(Duration.ZERO), Duration.ZERO);
        pools.shutdownGraceful(workers, timeout);
      }
    } finally {
      doneMarks.end();
      pools.shutdownGraceful(marker, INTERRUPT_TIMEOUT.toMillis());
      pools.shutdownNow(renewer);
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    super.doStop();
  }

  /**
   * Interrupts the workers. A delivery whose route reacts is put back; any other is claimed again
   * once its lease has ended.
   */
  private void interrupt() throws InterruptedException {
    claimer.shutdownNow();
    held.putBack(lanes.takeBack(Duration.ZERO), Duration.ZERO);
    workers.shutdownNow();
    if (!workers.awaitTermination(INTERRUPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "{} stops while {} deliveries still run: they are claimed again once their leases have"
              + " ended",
          endpoint.getEndpointBaseUri(),
          held.all().size());
    }
  }

  /** What has begun, or is claimed, needn't wait any more. */
  void endSlowStart() {
    slowStart.end();
  }

  private void stopClaiming() {
    claiming = false;
    endSlowStart();
    inbox.removeListener(onStored);
    wake.release();
  }

  /**
   * Camel calls this on every consumer when the shutdown begins. So all consumers stop claiming at
   * once, and then have the same time to finish what they hold.
   */
  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    stopClaiming();
    return true;
  }

  @Override
  public int getPendingExchangesSize() {
    return held.all().size();
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
        limit.awaitAdmission();
        long start = System.nanoTime();
        Map<String, Integer> refill = lanes.refill();
        int total = refill.values().stream().mapToInt(Integer::intValue).sum();
        boolean mayClaim = total > 0 && claiming && !slowStart.isHeld();
        int claimed = mayClaim ? dispatch(claims.claim(refill, total)) : 0;
        if (claimed == 0) {
          wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (claimed < total) {
          TimeUnit.NANOSECONDS.sleep(start + PAUSE.toNanos() - System.nanoTime());
        }
        wake.drainPermits();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error e) {
        // For example, the JVM could not create a thread for a worker. Claiming goes on.
        claims.failed(e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Gives claimed deliveries to workers, and returns how many there are. */
  private int dispatch(List<ClaimedDelivery> claimed) {
    claimed.forEach(held::hold);
    List<ClaimedDelivery> later = PoisonMessages.toPutBack(claimed);
    held.putBack(later, PoisonMessages.PUT_BACK_DELAY);
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
        held.putBack(List.of(delivery), PoisonMessages.PUT_BACK_DELAY);
        throw e;
      }
    }
  }

  private void renew() {
    held.renew();
    // Last, because it may wait for the database for longer than a lease lasts.
    held.putBack(lanes.takeBack(Leases.RENEWAL_INTERVAL), Duration.ZERO);
  }

  /** Runs one delivery after another, as long as there is one that this worker may start. */
  private void work(ClaimedDelivery first) {
    for (var delivery = first; delivery != null; delivery = lanes.next()) {
      try {
        ClaimedDelivery next = delivery;
        Place place = new Place(next, lanes, limit, this::startOthers);
        slowStart.run(() -> place.run(() -> attempt.run(next, place)));
      } finally {
        if (lanes.end(delivery)) {
          wake.release();
        }
      }
    }
    startWorkers();
  }

  /** Never throws: a failure to start others must not fail the delivery that paused. */
  private void startOthers() {
    try {
      startWorkers();
    } catch (RuntimeException | Error e) {
      claims.failed(e);
    }
    wake.release();
  }
}
