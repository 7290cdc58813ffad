package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final Leases leases = new Leases();

  @Test
  void forgetsWhatIsReleased() {
    ClaimedDelivery one = Deliveries.claimed(1, "a");
    ClaimedDelivery two = Deliveries.claimed(2, "a");
    leases.hold(one);
    leases.hold(two);
    leases.release(one);
    leases.release(one);
    assertEquals(List.of(two), leases.held());
    leases.release(List.of(two));

    assertEquals(List.of(), leases.held());
  }

  @Test
  void keepsTwoClaimsOfOneDeliveryApart() {
    ClaimedDelivery late = Deliveries.claimed(1, "a");
    ClaimedDelivery successor = Deliveries.claimed(1, "a");
    leases.hold(late);
    leases.hold(successor);
    leases.release(late);

    assertEquals(List.of(successor), leases.held());
  }
}
