package io.m2mbridge.notice;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.Notice;
import io.m2mbridge.inbox.Notices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notices of {@code m2m_notices}, one after another, in a thread of its own. It looks for
 * new ones once a second. A notice that can't be sent is tried again until it is too old. No event
 * waits for a notice.
 */
final class NoticeConsumer extends DefaultConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int BATCH = 8;

  /**
   * How long a batch may take. Then the sent notices are marked, and the next claim takes the most
   * urgent ones.
   */
  private static final Duration MAX_BATCH_TIME = Duration.ofSeconds(1);

  private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(1);

  private final NoticeEndpoint endpoint;
  private final Notices notices;
  private final NoticePauses pauses = new NoticePauses(System::nanoTime);
  private final NoticeMetrics metrics = new NoticeMetrics();
  private final NoticeSender sender;
  private final Semaphore wake = new Semaphore(0);

  /** The notices whose leases are renewed: claimed, and not yet marked as sent or put back. */
  private volatile List<Notice> held = List.of();

  /** The notices that were sent, but are not marked as sent yet. */
  private final List<Notice> sent = new ArrayList<>();

  private ExecutorService worker;
  private ScheduledExecutorService renewer;
  private volatile boolean working;
  private boolean failing;

  @SuppressWarnings("NullAway.Init") // the pools live from start to stop
  NoticeConsumer(NoticeEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.notices = endpoint.inbox().notices();
    this.sender = new NoticeSender(endpoint);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    metrics.bindTo(endpoint.getCamelContext());
    sender.start();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    String name = endpoint.getEndpointUri();
    worker = pools.newSingleThreadExecutor(this, name);
    renewer = pools.newSingleThreadScheduledExecutor(this, name + "-lease");
    working = true;
    worker.execute(this::workUntilStopped);
    renewer.scheduleWithFixedDelay(
        this::renew,
        Notices.RENEWAL_INTERVAL.toMillis(),
        Notices.RENEWAL_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    boolean isInterrupted = Thread.interrupted();
    stopWorking();
    var pools = endpoint.getCamelContext().getExecutorServiceManager();
    var shutdown = endpoint.getCamelContext().getShutdownStrategy();
    try {
      if (shutdown.isTimeoutOccurred()) {
        worker.shutdownNow();
        worker.awaitTermination(INTERRUPT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        pools.shutdownGraceful(worker, shutdown.getTimeUnit().toMillis(shutdown.getTimeout()));
      }
    } finally {
      pools.shutdownNow(renewer);
      sender.stop();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    super.doStop();
  }

  private void stopWorking() {
    working = false;
    wake.release();
  }

  /** Finishes the notice that is being sent, and puts the others back for another node. */
  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    stopWorking();
    return true;
  }

  @Override
  public int getPendingExchangesSize() {
    return held.size();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // nothing more to prepare
  }

  private void workUntilStopped() {
    while (working) {
      boolean isDone = true;
      try {
        metrics.count(notices);
        isDone = !work();
        noteSuccess();
      } catch (RuntimeException | Error e) {
        noteFailure(e);
      }
      if (isDone) {
        sleep();
      }
    }
    end();
  }

  private void sleep() {
    try {
      if (wake.tryAcquire(pauses.untilOneEnds(POLL).toMillis() + 1, TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      working = false;
    }
  }

  /** Sends one batch, and returns whether another one may be due. */
  private boolean work() {
    mark();
    drop(pauses.paused(), "the endpoint could not be reached");
    List<String> open = pauses.open();
    List<Notice> claimed = open.isEmpty() ? List.of() : notices.claim(open, BATCH);
    held = claimed;
    long start = System.nanoTime();
    List<Notice> left = new ArrayList<>(claimed);
    try {
      while (!left.isEmpty()
          && working
          && pauses.isOpen(left.get(0).queue())
          && System.nanoTime() - start < MAX_BATCH_TIME.toNanos()) {
        send(left.remove(0));
      }
    } finally {
      mark();
      if (!left.isEmpty()) {
        notices.putBack(left);
      }
      held = List.copyOf(sent);
    }
    return !claimed.isEmpty();
  }

  private void send(Notice notice) {
    if (notice.delivery() == null) {
      notices.drop(notice, "its delivery was deleted");
      metrics.dropped(notice.name());
      LOG.warn("notice {} was dropped, because its delivery was deleted", notice.name());
      return;
    }
    NoticeSender.Result result = sender.send(this, notice, notice.delivery());
    if (result.isSent()) {
      pauses.succeeded(notice.queue());
      sent.add(notice);
      metrics.sent(notice.name());
    } else if (!working && result.isInterrupted()) {
      notices.putBack(List.of(notice));
    } else {
      failed(notice, notice.delivery(), result);
    }
  }

  private void failed(Notice notice, Notice.About about, NoticeSender.Result result) {
    Duration pause = pauses.failed(notice.queue(), result.retryAfter(), result.isRefused());
    Duration backOff = NoticeSender.backOff(notice.attempts());
    Duration delay = result.retryAfter().isZero() ? backOff : pause;
    notices.failed(notice, delay, endpoint.maximumAge(), result.words());
    metrics.retried(notice.name());
    LOG.warn(
        "notice {} of {} could not be sent, attempt={} next in {} ms: {}",
        notice.name(),
        about.eventKey(),
        notice.attempts(),
        delay.toMillis(),
        result.words(),
        result.cause() == null ? null : FailureDescription.shown(result.cause()));
    drop(List.of(notice.queue()), result.words());
  }

  /** Drops the notices that are too old, and logs one line for all of them. */
  private void drop(List<String> queues, String why) {
    if (queues.isEmpty()) {
      return;
    }
    List<String> dropped = notices.drop(queues, endpoint.maximumAge());
    if (!dropped.isEmpty()) {
      dropped.forEach(metrics::dropped);
      LOG.warn(
          "{} notices were dropped, because they could not be sent within {} s ({}): {}",
          dropped.size(),
          endpoint.maximumAge().toSeconds(),
          String.join(", ", new TreeSet<>(dropped)),
          why);
    }
  }

  private void mark() {
    if (!sent.isEmpty()) {
      notices.sent(sent);
      sent.clear();
    }
  }

  /** Marks the sent notices when the consumer stops, if the database allows it. */
  private void end() {
    try {
      mark();
    } catch (RuntimeException | Error e) {
      noteFailure(e);
    } finally {
      held = List.of();
    }
  }

  private void renew() {
    List<Notice> renewed = held;
    if (renewed.isEmpty()) {
      return;
    }
    try {
      notices.renew(renewed);
    } catch (RuntimeException | Error e) {
      noteFailure(e);
    }
  }

  private synchronized void noteFailure(Throwable e) {
    if (!failing) {
      failing = true;
      LOG.error(
          "notices can't be sent, because the database fails: {}",
          FailureDescription.of(e),
          FailureDescription.shown(e));
    }
  }

  private synchronized void noteSuccess() {
    if (failing) {
      failing = false;
      LOG.info("notices can be sent again");
    }
  }
}
