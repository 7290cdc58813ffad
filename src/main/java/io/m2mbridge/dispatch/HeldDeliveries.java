package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The deliveries whose leases one consumer holds, and therefore renews. A delivery is held from its
 * claim until its outcome is written: while it waits, while it runs, and while its {@code done}
 * mark is not written yet.
 */
final class HeldDeliveries {
  private final ConcurrentMap<UUID, ClaimedDelivery> held = new ConcurrentHashMap<>();

  void hold(ClaimedDelivery claimed) {
    held.put(claimed.leaseToken(), claimed);
  }

  void release(ClaimedDelivery claimed) {
    held.remove(claimed.leaseToken());
  }

  void release(Collection<ClaimedDelivery> claimed) {
    claimed.forEach(this::release);
  }

  List<ClaimedDelivery> all() {
    return List.copyOf(held.values());
  }
}
