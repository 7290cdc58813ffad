package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Leases;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries whose leases one consumer holds, and therefore renews. A delivery is held from its
 * claim until its outcome is written: while it waits, while it runs, and while its {@code done}
 * mark is not written yet.
 */
final class HeldDeliveries {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);

  private final Leases leases;
  private final String consumer;
  private final ConcurrentMap<UUID, ClaimedDelivery> held = new ConcurrentHashMap<>();

  /**
   * @param consumer the URI of the consumer's endpoint without its options, for the log
   */
  HeldDeliveries(Leases leases, String consumer) {
    this.leases = leases;
    this.consumer = consumer;
  }

  void hold(ClaimedDelivery claimed) {
    held.put(claimed.leaseToken(), claimed);
  }

  void release(ClaimedDelivery claimed) {
    held.remove(claimed.leaseToken());
  }

  List<ClaimedDelivery> all() {
    return List.copyOf(held.values());
  }

  /**
   * Renews all leases. If the database fails, this is only logged: a lease outlasts several tries.
   */
  void renew() {
    List<ClaimedDelivery> renewed = all();
    if (renewed.isEmpty()) {
      return;
    }
    try {
      leases.renew(renewed);
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "{} can't renew {} leases: {}",
          consumer,
          renewed.size(),
          FailureDescription.of(e),
          FailureDescription.shown(e));
    }
  }

  /**
   * Gives deliveries back, so that any node may claim them. If the database fails, they are claimed
   * again once their leases have ended.
   *
   * @param delay how long they must wait before the next claim
   */
  void putBack(Collection<ClaimedDelivery> claimed, Duration delay) {
    if (claimed.isEmpty()) {
      return;
    }
    try {
      leases.putBack(claimed, delay);
    } catch (RuntimeException | Error e) {
      claimed.forEach(delivery -> Settlement.notSettled(delivery, e));
    } finally {
      claimed.forEach(this::release);
    }
  }
}
