package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.load.OverloadLimit;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;

/**
 * The place of a delivery among those that run at once: its worker, and its permit under load. It
 * gives both up while it waits for a shared transaction, so that more events come to share it.
 */
final class Place {
  private static final String PROPERTY = Place.class.getName();

  private final ClaimedDelivery delivery;
  private final Lanes lanes;
  private final OverloadLimit limit;
  private final Runnable startOthers;
  private volatile boolean hasPermit;

  /**
   * @param startOthers starts what may start once this delivery has given up its place
   */
  Place(ClaimedDelivery delivery, Lanes lanes, OverloadLimit limit, Runnable startOthers) {
    this.delivery = delivery;
    this.lanes = lanes;
    this.limit = limit;
    this.startOthers = startOthers;
  }

  /** Waits until the delivery may run, and runs it. */
  void run(Runnable work) {
    hasPermit = limit.enter();
    try {
      work.run();
    } finally {
      limit.leave(hasPermit);
    }
  }

  /** Lets the steps of an exchange give up this place. */
  void set(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** Runs something without the place of the exchange. An exchange of no consumer has none. */
  static void without(Exchange exchange, Runnable wait) {
    Place place = exchange.getProperty(PROPERTY, Place.class);
    if (place == null) {
      wait.run();
    } else {
      place.without(wait);
    }
  }

  private void without(Runnable wait) {
    if (!lanes.pause(delivery)) {
      wait.run();
      return;
    }
    limit.leave(hasPermit);
    hasPermit = false;
    startOthers.run();
    try {
      wait.run();
    } finally {
      awaitWorker();
      hasPermit = limit.enterAgain();
    }
  }

  /** An interrupted thread goes on at once and stays interrupted. */
  private void awaitWorker() {
    try {
      lanes.resume(delivery).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
