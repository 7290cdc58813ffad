package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.failure.TransientException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class EffectsOncePolicyTest extends EffectsScenario {
  @Test
  void commitsTheEffectsWithTheirMark() {
    ClaimedDelivery claimed = claimed();
    boolean[] inTransaction = new boolean[2];
    inside = e -> inTransaction[0] = TransactionSynchronizationManager.isActualTransactionActive();
    after = e -> inTransaction[1] = TransactionSynchronizationManager.isActualTransactionActive();
    Exchange exchange = run("direct:event", claimed);

    assertNull(exchange.getException());
    assertEquals(List.of("first", "second"), effects(claimed));
    assertNotNull(row(database, claimed.eventKey()).get("effects_at"));
    assertNotNull(exchange.getVariable("effectsAt"));
    assertTrue(inTransaction[0]);
    assertFalse(inTransaction[1]);
  }

  @Test
  void rollsAllBackWhenALaterStepFails() {
    for (Throwable failure : List.of(new IllegalStateException("x"), new AssertionError("x"))) {
      ClaimedDelivery claimed = claimed();
      inside =
          exchange -> {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (Exception) failure;
          };
      boolean[] went = new boolean[1];
      after = exchange -> went[0] = true;
      Exchange exchange = run("direct:event", claimed);

      assertNotNull(exchange.getException());
      assertEquals(List.of(), effects(claimed));
      assertNull(row(database, claimed.eventKey()).get("effects_at"));
      assertFalse(went[0]);
    }
  }

  @Test
  void rollsAllBackAfterAnErrorOfTheDatabase() {
    ClaimedDelivery claimed = claimed();
    inside = exchange -> sql.sql("SELECT 1 / 0").query().singleValue();
    Exchange exchange = run("direct:event", claimed);

    assertEquals(
        "DataIntegrityViolationException 22012", FailureDescription.of(exchange.getException()));
    assertEquals(List.of(), effects(claimed));
  }

  @Test
  void failsTheEventThoughItsRouteHandledTheFailure() {
    ClaimedDelivery claimed = claimed();
    inside =
        exchange -> {
          throw new IllegalStateException("x");
        };
    Exchange exchange = run("direct:handling", claimed);

    assertInstanceOf(TransientException.class, exchange.getException());
    assertEquals(List.of(), effects(claimed));
    assertNull(row(database, claimed.eventKey()).get("effects_at"));
  }

  @Test
  void failsTheEventThatItsRouteRolledBack() {
    ClaimedDelivery claimed = claimed();
    inside = exchange -> exchange.setRollbackOnly(true);
    Exchange exchange = run("direct:event", claimed);

    assertNotNull(exchange.getException());
    assertEquals(List.of(), effects(claimed));
  }

  @Test
  void keepsWhatARouteDoesInsteadOfAStepThatFailed() {
    ClaimedDelivery claimed = claimed();
    inside =
        exchange -> {
          throw new IllegalStateException("x");
        };
    Exchange exchange = run("direct:trying", claimed);

    assertNull(exchange.getException());
    assertEquals(List.of("first", "instead"), effects(claimed));
  }

  @Test
  void failsWhereARouteGoesOnAfterAnErrorOfTheDatabase() {
    ClaimedDelivery claimed = claimed();
    inside = exchange -> sql.sql("SELECT 1 / 0").query().singleValue();
    Exchange exchange = run("direct:trying", claimed);

    assertNotNull(exchange.getException());
    assertEquals(List.of(), effects(claimed));
  }

  @Test
  void takesEffectOnceOverRetries() {
    Deliveries.store(inbox, Deliveries.linkCreated("retried"));
    ClaimedDelivery claimed = claim();
    inside = exchange -> {};
    after =
        exchange -> {
          throw new IllegalStateException("the endpoint is down");
        };
    for (int attempt = 0; attempt < 3; attempt++) {
      assertNotNull(run("direct:event", claimed).getException());
      Deliveries.endLease(database, claimed.eventKey());
      claimed = claim();
    }
    after = exchange -> {};

    assertNull(run("direct:event", claimed).getException());
    assertEquals(List.of("first", "second"), effects(claimed));
  }

  @Test
  void takesEffectOnceOverRedeliveriesWithinOneAttempt() {
    ClaimedDelivery claimed = claimed();
    inside = exchange -> {};
    AtomicInteger failures = new AtomicInteger();
    after =
        exchange -> {
          if (failures.getAndIncrement() < 2) {
            throw new IllegalStateException("the endpoint is down");
          }
        };

    assertNull(run("direct:twice", claimed).getException());
    assertEquals(3, failures.get());
    assertEquals(List.of("first", "second"), effects(claimed));
  }

  @Test
  void rollsBackWhereTheLeaseWasLostMeanwhile() {
    ClaimedDelivery late = claimed();
    boolean[] went = new boolean[1];
    inside =
        exchange -> {
          Deliveries.endLease(fresh(), late.eventKey());
          new Inbox(fresh()).leases().claim(Map.of("link.created", 1), 1);
        };
    after = exchange -> went[0] = true;
    Exchange exchange = run("direct:event", late);

    assertInstanceOf(LeaseLostException.class, exchange.getException());
    assertEquals(List.of(), effects(late));
    assertFalse(went[0]);
    var row = row(database, late.eventKey());
    assertNull(row.get("effects_at"));
    assertEquals("processing", row.get("state"));
  }

  @Test
  void failsTheEventWhereTheDatabaseIsGone() {
    ClaimedDelivery claimed = claimed();
    inside = exchange -> {};
    database.has(FaultyDataSource.Fault.REFUSED);
    Exchange exchange = run("direct:event", claimed);
    database.has(FaultyDataSource.Fault.NONE);

    assertEquals(
        "CannotCreateTransactionException 08001", FailureDescription.of(exchange.getException()));
    assertNull(exchange.getVariable("effectsAt"));
  }
}
