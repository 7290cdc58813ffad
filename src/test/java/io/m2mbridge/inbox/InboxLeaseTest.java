package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.Deliveries.endLease;
import static io.m2mbridge.inbox.Deliveries.linkCreated;
import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The leases of deliveries, and what a worker may write under one. */
class InboxLeaseTest extends InboxOfTests {
  @Test
  void claimsAgainWithANewTokenOnceTheLeaseHasEnded() {
    Deliveries.store(inbox, linkCreated("a"));
    ClaimedDelivery first = claimOne();
    assertEquals(List.of(), inbox.leases().claim(LINKS, 1));
    endLease(database, "link.created:a");
    ClaimedDelivery second = claimOne();

    assertNotEquals(first.leaseToken(), second.leaseToken());
    assertEquals(1, first.attempt());
    assertEquals(2, second.attempt());
  }

  @Test
  void holdsALeaseForEightSecondsByTheDatabasesClock() {
    Deliveries.store(inbox, linkCreated("a"));
    claimOne();

    double seconds = leaseSeconds("link.created:a");
    assertTrue(seconds > 6 && seconds <= 8, () -> "lease of " + seconds);
  }

  @Test
  void letsALateWorkerWriteNothing() {
    Deliveries.store(inbox, linkCreated("a"));
    ClaimedDelivery late = claimOne();
    endLease(database, "link.created:a");
    claimOne();
    var before = row(database, "link.created:a");

    assertFalse(inbox.done(late));
    assertFalse(inbox.dead(late, Deliveries.failed("late"), null));
    assertFalse(inbox.reschedule(late, Deliveries.failed("late"), Duration.ofHours(1), 1));
    assertEquals(Optional.empty(), inbox.effectsDone(late.id(), late.leaseToken()));
    assertEquals(List.of(), inbox.done(List.of(late)));
    inbox.leases().putBack(List.of(late), Duration.ofHours(1));
    inbox.leases().renew(List.of(late));
    assertEquals(without(before), without(row(database, "link.created:a")));
  }

  @Test
  void letsAWorkerThatWasSettledWriteNothingMore() {
    Deliveries.store(inbox, linkCreated("a"));
    ClaimedDelivery claimed = claimOne();
    assertTrue(inbox.done(claimed));

    assertFalse(inbox.dead(claimed, Deliveries.failed("again"), null));
    assertFalse(inbox.reschedule(claimed, Deliveries.failed("again"), Duration.ZERO, 1));
    inbox.leases().renew(List.of(claimed));
    assertEquals("done", row(database, "link.created:a").get("state"));
    assertNull(row(database, "link.created:a").get("next_attempt_at"));
  }

  @Test
  void renewsOnlyWhatIsHeld() {
    Deliveries.store(inbox, linkCreated("mine"));
    Deliveries.store(inbox, linkCreated("lost"));
    List<ClaimedDelivery> claimed = inbox.leases().claim(LINKS, 2);
    endLease(database, "link.created:mine");
    Deliveries.store(inbox, linkCreated("pending"));
    JdbcClient.create(database)
        .sql(
            "UPDATE m2m_deliveries SET lease_token = gen_random_uuid(), next_attempt_at ="
                + " clock_timestamp() + interval '1 second' WHERE event_key = 'link.created:lost'")
        .update();
    inbox.leases().renew(claimed);

    assertTrue(leaseSeconds("link.created:mine") > 6);
    assertTrue(leaseSeconds("link.created:lost") <= 1);
    assertTrue(leaseSeconds("link.created:pending") <= 0);
  }

  @Test
  void putsBackWithADelayAndTheAttemptsThatCount() {
    Deliveries.store(inbox, linkCreated("a"));
    assertTrue(
        inbox.reschedule(
            claimOne(), Deliveries.failed("TimeoutException"), Duration.ofMillis(90_500), 1));
    var row = row(database, "link.created:a");
    assertEquals("pending", row.get("state"));
    assertEquals(1, row.get("attempts"));
    assertEquals("TimeoutException", row.get("last_error"));
    assertNull(row.get("lease_token"));
    double seconds = leaseSeconds("link.created:a");
    assertTrue(seconds > 85 && seconds <= 90.5);

    endLease(database, "link.created:a");
    assertTrue(inbox.reschedule(claimOne(), Deliveries.failed("Rejected"), Duration.ZERO, 1));
    assertEquals(1, row(database, "link.created:a").get("attempts"));
  }

  @Test
  void marksAllDoneAtOnceThatAreStillHeld() {
    for (String link : List.of("a", "b", "c")) {
      Deliveries.store(inbox, linkCreated(link));
    }
    List<ClaimedDelivery> claimed = inbox.leases().claim(LINKS, 3);
    endLease(database, claimed.get(1).eventKey());
    claimOne();
    var taken = row(database, claimed.get(1).eventKey());

    assertEquals(
        Set.of(claimed.get(0).leaseToken(), claimed.get(2).leaseToken()),
        Set.copyOf(inbox.done(claimed)));
    for (int i : new int[] {0, 2}) {
      var row = row(database, claimed.get(i).eventKey());
      assertEquals("done", row.get("state"));
      assertNotNull(row.get("processed_at"));
      assertNull(row.get("next_attempt_at"));
      assertNull(row.get("lease_token"));
    }
    assertEquals(without(taken), without(row(database, claimed.get(1).eventKey())));
  }

  /** Else two nodes that lock the same rows in another order would wait for each other. */
  @Test
  void waitsForNoLockWhereItWritesSeveralAtOnce() throws Exception {
    Deliveries.store(inbox, linkCreated("a"));
    Deliveries.store(inbox, linkCreated("b"));
    List<ClaimedDelivery> claimed = inbox.leases().claim(LINKS, 2);
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp() + interval '1 second'")
        .update();
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      try (var lock = other.createStatement()) {
        lock.execute("SELECT 1 FROM m2m_deliveries WHERE event_key = 'link.created:a' FOR UPDATE");
      }
      inbox.leases().renew(claimed);
      assertTrue(leaseSeconds("link.created:a") <= 1);
      assertTrue(leaseSeconds("link.created:b") > 6);
      inbox.leases().putBack(claimed, Duration.ZERO);
      assertEquals("processing", row(database, "link.created:a").get("state"));
      assertEquals("pending", row(database, "link.created:b").get("state"));
      List<ClaimedDelivery> again = List.of(claimed.get(0), claimed.get(1), claimOne());
      assertEquals(List.of(again.get(2).leaseToken()), inbox.done(again));
      other.rollback();
    }
    assertEquals("processing", row(database, "link.created:a").get("state"));
  }

  @Test
  void putsBackWhatWasNotBegunAsIfItHadNotBeenClaimed() {
    Deliveries.store(inbox, linkCreated("a"));
    inbox.leases().putBack(List.of(claimOne()), Duration.ZERO);
    var row = row(database, "link.created:a");
    assertEquals("pending", row.get("state"));
    assertEquals(0, row.get("attempts"));
    assertNull(row.get("lease_token"));

    inbox.leases().putBack(List.of(claimOne()), Duration.ofSeconds(50));
    double seconds = leaseSeconds("link.created:a");
    assertTrue(seconds > 45 && seconds <= 50, () -> "" + seconds);
  }

  @Test
  void countsTheAttemptsInARowThatEndedWithoutAnOutcome() {
    Deliveries.store(inbox, linkCreated("a"));
    for (int lost = 0; lost < 4; lost++) {
      ClaimedDelivery claimed = claimOne();
      assertEquals(lost, claimed.lost());
      assertEquals(lost + 1, claimed.attempt());
      endLease(database, "link.created:a");
    }
    assertTrue(inbox.reschedule(claimOne(), Deliveries.failed("IOException"), Duration.ZERO, 5));

    assertEquals(0, claimOne().lost());
  }

  @Test
  void tellsWhenTheEffectsWereCommittedOnTheNextClaim() {
    Deliveries.store(inbox, linkCreated("a"));
    ClaimedDelivery claimed = claimOne();
    assertNull(claimed.effectsAt());
    Instant effectsAt = inbox.effectsDone(claimed.id(), claimed.leaseToken()).orElseThrow();
    endLease(database, "link.created:a");

    assertEquals(effectsAt, claimOne().effectsAt());
  }

  /** A row without its bytes, which have no equality. */
  private static Map<String, Object> without(Map<String, Object> row) {
    row.remove("body");
    row.remove("body_hash");
    return row;
  }

  private static double leaseSeconds(String eventKey) {
    return JdbcClient.create(database)
        .sql(
            "SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8"
                + " FROM m2m_deliveries WHERE event_key = ?")
        .param(eventKey)
        .query(Double.class)
        .single();
  }
}
