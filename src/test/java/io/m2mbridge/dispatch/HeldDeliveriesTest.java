package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.testing.Logs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldDeliveriesTest {
  private final FaultyDataSource database = new FaultyDataSource(Deliveries.database());
  private final HeldDeliveries held =
      new HeldDeliveries(new Inbox(database).leases(), "m2m-deliveries:test");

  @Test
  void forgetsWhatIsReleased() {
    ClaimedDelivery one = Deliveries.claimed(1, "a");
    ClaimedDelivery two = Deliveries.claimed(2, "a");
    held.hold(one);
    held.hold(two);
    held.release(one);
    held.release(one);

    assertEquals(List.of(two), held.all());
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

  @Test
  void holdsOnWhereALeaseCanNotBeRenewed() {
    ClaimedDelivery one = Deliveries.claimed(1, "a");
    held.hold(one);
    database.has(FaultyDataSource.Fault.REFUSED);
    try (Logs log = new Logs()) {
      held.renew();
      String line = log.of(DeliveryConsumer.class.getName()).get(0);

      assertEquals("m2m-deliveries:test can't renew 1 leases", line.replaceFirst(":[^:]*$", ""));
      assertFalse(line.contains("GALO900515HDFRPN09"), line);
    }
    assertEquals(List.of(one), held.all());
  }

  @Test
  void forgetsWhatItCanNotPutBack() {
    ClaimedDelivery one = Deliveries.claimed(1, "a");
    held.hold(one);
    database.has(FaultyDataSource.Fault.ERROR);
    held.putBack(List.of(one), Duration.ZERO);

    assertEquals(List.of(), held.all());
  }
}
