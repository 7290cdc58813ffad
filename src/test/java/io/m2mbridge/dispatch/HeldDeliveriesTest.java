package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldDeliveriesTest {
  private final HeldDeliveries held = new HeldDeliveries();

  @Test
  void forgetsWhatIsReleased() {
    ClaimedDelivery one = Deliveries.claimed(1, "a");
    ClaimedDelivery two = Deliveries.claimed(2, "a");
    held.hold(one);
    held.hold(two);
    held.release(one);
    held.release(one);
    assertEquals(List.of(two), held.all());
    held.release(List.of(two));

    assertEquals(List.of(), held.all());
  }

  @Test
  void keepsTwoClaimsOfOneDeliveryApart() {
    ClaimedDelivery late = Deliveries.claimed(1, "a");
    ClaimedDelivery successor = Deliveries.claimed(1, "a");
    held.hold(late);
    held.hold(successor);
    held.release(late);

    assertEquals(List.of(successor), held.all());
  }
}
