package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.failure.Failures;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by itself whether webhooks can be stored, one probe at a time. Readiness can't wait for
 * a webhook to succeed: a node that isn't ready gets none.
 */
final class StoreProbe implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveryRepository.class);

  /**
   * Two of PostgreSQL's pages, and more than any body of M2M's documentation: it doesn't fit into
   * what a full disk has left in a page. Random, so that it can't be compressed.
   */
  private static final int BODY_BYTES = 16_384;

  private final Inbox inbox;
  private final StoreHealth health;
  private volatile boolean stopped;

  StoreProbe(Inbox inbox) {
    this.inbox = inbox;
    this.health = inbox.storeHealth();
  }

  /** Ends {@link #run}; its thread is to be interrupted. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        health.awaitProbe();
        probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    try {
      inbox.probe(row());
      if (health.probed()) {
        LOG.info("deliveries can be stored again");
      }
    } catch (RuntimeException | Error e) {
      if (!stopped) {
        failed(health, Failures.describe(e), Failures.shown(e));
      }
    }
  }

  /**
   * Notes a failure that concerns all webhooks, and logs the first.
   *
   * @param shown what to log with it; see {@link Failures#shown}
   */
  static void failed(StoreHealth health, String words, @Nullable Throwable shown) {
    if (health.failed(words)) {
      LOG.error("deliveries can't be stored, M2M is answered 503: {}", words, shown);
    }
  }

  private static NewDelivery row() {
    byte[] body = new byte[BODY_BYTES];
    ThreadLocalRandom.current().nextBytes(body);
    String key = "probe:" + UUID.randomUUID();
    Envelope envelope = new Envelope(null, key, null, null, key, "probe", null);
    return new NewDelivery(
        new Delivery(envelope, "probe", "probe", Instant.EPOCH, body, null), key, "probe");
  }
}
