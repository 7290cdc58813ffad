package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.failure.FailureDescription;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries whether webhooks can be stored, one probe at a time, and tells the {@link
 * StoreCircuitBreaker}.
 */
final class StoreProbe implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);

  /**
   * Two of PostgreSQL's pages, so that the row doesn't fit into a page that a full disk still has.
   * Every body in M2M's documentation is smaller. The bytes are random, which can't be compressed.
   */
  private static final int BODY_BYTES = 16_384;

  private final Inbox inbox;
  private final StoreCircuitBreaker breaker;
  private volatile boolean stopped;

  StoreProbe(Inbox inbox) {
    this.inbox = inbox;
    this.breaker = inbox.breaker();
  }

  /** Makes {@link #run} return; the caller must interrupt its thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        breaker.awaitProbe();
        probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    try {
      inbox.probe(row());
      if (breaker.probeSucceeded()) {
        LOG.info("deliveries can be stored again");
      }
    } catch (RuntimeException | Error e) {
      if (!stopped) {
        openBreaker(breaker, FailureDescription.of(e), FailureDescription.shown(e));
      }
    }
  }

  /**
   * Opens the circuit breaker after a failure that concerns all webhooks, and logs it if it was
   * closed.
   *
   * @param shown what to log with it; see {@link FailureDescription#shown}
   */
  static void openBreaker(StoreCircuitBreaker breaker, String words, @Nullable Throwable shown) {
    if (breaker.open(words)) {
      LOG.error("deliveries can't be stored, M2M is answered 503: {}", words, shown);
    }
  }

  private static NewDelivery row() {
    byte[] body = new byte[BODY_BYTES];
    ThreadLocalRandom.current().nextBytes(body);
    String key = "probe:" + UUID.randomUUID();
    Envelope envelope = new Envelope(null, key, null, null, null, key, "probe", null);
    return new NewDelivery(
        new Delivery(
            envelope,
            "probe",
            "probe",
            Instant.EPOCH,
            body,
            null,
            new Evidence("0", "{}", "probe"),
            null),
        key,
        "probe");
  }
}
