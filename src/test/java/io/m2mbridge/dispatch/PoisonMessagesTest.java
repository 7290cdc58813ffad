package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoisonMessagesTest {
  private final PoisonMessages poison = new PoisonMessages(50);

  @Test
  void putsAllSuspectsBackExceptTheOneLostMost() {
    ClaimedDelivery new1 = Deliveries.claimed(1, "a");
    ClaimedDelivery suspect = Deliveries.claimed(2, "a", 3);
    ClaimedDelivery likely = Deliveries.claimed(3, "a", 4);
    ClaimedDelivery twice = Deliveries.claimed(4, "a", 2);
    ClaimedDelivery other = Deliveries.claimed(5, "a", 3);

    assertEquals(
        List.of(suspect, other),
        PoisonMessages.toPutBack(List.of(new1, suspect, likely, twice, other)));
    assertEquals(List.of(), PoisonMessages.toPutBack(List.of(new1, likely)));
  }

  @Test
  void givesUpAPoisonMessageLostTenTimes() throws Exception {
    poison.check(Deliveries.claimed(1, "a", 9));
    assertEquals(
        "its last 10 attempts ended without an outcome",
        assertThrows(
                UnrecoverableException.class, () -> poison.check(Deliveries.claimed(1, "a", 10)))
            .getMessage());
  }

  @Test
  void givesUpEarlierWhereFewerAttemptsAreAllowed() throws Exception {
    PoisonMessages few = new PoisonMessages(2);
    few.check(Deliveries.claimed(1, "a", 1));
    assertThrows(UnrecoverableException.class, () -> few.check(Deliveries.claimed(1, "a", 2)));
  }
}
