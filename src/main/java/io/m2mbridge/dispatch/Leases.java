package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What one consumer holds at the moment, and so has to renew: from the claim until the delivery's
 * end is written, whether it waits, is worked on, or is done and not yet marked.
 */
final class Leases {
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

  List<ClaimedDelivery> held() {
    return List.copyOf(held.values());
  }
}
