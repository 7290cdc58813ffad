package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.Deliveries.body;
import static io.m2mbridge.inbox.Deliveries.endLease;
import static io.m2mbridge.inbox.Deliveries.linkCreated;
import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Receipt.Outcome;
import io.m2mbridge.jdbc.Sql;
import io.m2mbridge.testing.TablesPage;
import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class InboxTest {
  private static final Map<String, Integer> LINKS = Map.of("link.created", 100);
  private static DataSource database;
  private static Inbox inbox;

  @BeforeAll
  static void migrate() {
    database = Deliveries.database();
    inbox = new Inbox(database);
  }

  @BeforeEach
  void empty() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
  }

  @Test
  void hasTheColumnsThatThePageOnTablesLists() {
    assertEquals(TablesPage.listed(), TablesPage.in(database));
  }

  @Test
  void storesADeliveryWithAllThatIsKnownOfIt() {
    List<String> told = new ArrayList<>();
    Consumer<Set<String>> listener = told::addAll;
    inbox.onStored(listener);
    Receipt receipt = Deliveries.store(inbox, linkCreated("a"));
    inbox.removeListener(listener);
    Deliveries.store(inbox, linkCreated("b"));

    assertEquals(new Receipt(Outcome.ACCEPTED, "link.created:a", true), receipt);
    assertEquals(List.of("link.created"), told);
    var row = row(database, "link.created:a");
    assertEquals("link.created", row.get("event"));
    assertEquals("user_1", row.get("reference_id"));
    assertEquals("a", row.get("link_id"));
    assertEquals("/webhooks/m2m", row.get("path"));
    assertEquals(Timestamp.from(Deliveries.SIGNED_AT), row.get("signed_at"));
    assertEquals("pending", row.get("state"));
    assertEquals(0, row.get("attempts"));
    assertEquals(
        body("link.created", "a"),
        new String((byte[]) row.get("body"), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void countsACopyAndWakesADeadOne() {
    Deliveries.store(inbox, linkCreated("a"));
    assertEquals(Outcome.DUPLICATE, Deliveries.store(inbox, linkCreated("a")).outcome());
    ClaimedDelivery claimed = claimOne();
    inbox.dead(claimed, Deliveries.failed("X"), null);
    assertEquals(List.of(), inbox.leases().claim(LINKS, 1));
    Receipt copy = Deliveries.store(inbox, Deliveries.of(body("link.created", "a"), "stale"));

    assertEquals(new Receipt(Outcome.DUPLICATE, "link.created:a", false), copy);
    var row = row(database, "link.created:a");
    assertEquals(2, row.get("duplicates"));
    assertEquals("pending", row.get("state"));
    assertEquals(1, claimOne().attempt());
  }

  @Test
  void leavesTheStateOfACopyAloneUnlessItIsDead() {
    Deliveries.store(inbox, linkCreated("a"));
    ClaimedDelivery claimed = claimOne();
    Deliveries.store(inbox, linkCreated("a"));
    assertEquals("processing", row(database, "link.created:a").get("state"));
    assertTrue(inbox.done(claimed));
    Deliveries.store(inbox, linkCreated("a"));
    assertEquals("done", row(database, "link.created:a").get("state"));
  }

  @Test
  void quarantinesWhatConflictsIsUntimelyOrMalformedUnderAKeyOfItsOwn() {
    Deliveries.store(inbox, linkCreated("a"));
    String other = body("link.created", "a").replace("user_1", "user_2");
    Receipt conflict = Deliveries.store(inbox, Deliveries.of(other));
    assertEquals(Outcome.QUARANTINED, conflict.outcome());
    assertTrue(conflict.eventKey().startsWith("quarantine:conflict:"));
    assertEquals(
        new Receipt(Outcome.QUARANTINED, conflict.eventKey(), false),
        Deliveries.store(inbox, Deliveries.of(other)));
    assertEquals(1, row(database, conflict.eventKey()).get("duplicates"));
    assertEquals("conflict", row(database, conflict.eventKey()).get("reason"));

    Receipt stale = Deliveries.store(inbox, Deliveries.of(body("link.created", "b"), "stale"));
    assertTrue(stale.eventKey().startsWith("quarantine:stale:"));
    assertEquals(Outcome.ACCEPTED, Deliveries.store(inbox, linkCreated("b")).outcome());

    Receipt malformed = Deliveries.store(inbox, Deliveries.of("{"));
    assertTrue(malformed.eventKey().startsWith("quarantine:bad-json:"));
    assertNull(row(database, malformed.eventKey()).get("event"));
    assertEquals(2, inbox.leases().claim(Map.of("link.created", 9, "unknown", 9), 9).size());
  }

  @Test
  void storesAKeyOnceHoweverManyCopiesComeAtOnce() throws Exception {
    List<Outcome> outcomes =
        inParallel(8, i -> Deliveries.store(inbox, linkCreated("same")).outcome());

    assertEquals(1, outcomes.stream().filter(Outcome.ACCEPTED::equals).count());
    assertEquals(7, outcomes.stream().filter(Outcome.DUPLICATE::equals).count());
    assertEquals(7, row(database, "link.created:same").get("duplicates"));
  }

  @Test
  void insertsTheFirstOfEachKeyAndTellsEachItsOwn() {
    Deliveries.store(inbox, linkCreated("known"));
    Delivery other = Deliveries.of(body("link.created", "a").replace("user_1", "user_2"));

    assertEquals(
        List.of(true, false, false, true),
        inbox.insert(
            Stream.of(linkCreated("a"), other, linkCreated("known"), linkCreated("b"))
                .map(delivery -> new NewDelivery(delivery, delivery.envelope().key(), null))
                .toList()));
    assertEquals("user_1", row(database, "link.created:a").get("reference_id"));
  }

  @Test
  void countsEachCopyAndNoneOfOtherContent() {
    Deliveries.store(inbox, linkCreated("a"));
    Copy copy = new Copy("link.created:a", linkCreated("a").envelope().contentHash());

    assertEquals(
        List.of(true, false, false, true),
        inbox.countDuplicates(
            List.of(
                copy, new Copy("link.created:a", "other"), new Copy("link.created:b", "x"), copy)));
    assertEquals(2, row(database, "link.created:a").get("duplicates"));
  }

  /** Each inserts and counts the same keys, in an order of its own. */
  @Test
  void neverDeadlocksWithAnotherNode() throws Exception {
    List<Delivery> deliveries =
        IntStream.range(0, 100).mapToObj(i -> linkCreated("d" + i)).toList();
    List<Integer> inserted =
        inParallel(
            8,
            seed -> {
              List<Delivery> shuffled = new ArrayList<>(deliveries);
              Collections.shuffle(shuffled, new Random(seed));
              List<Boolean> news =
                  inbox.insert(
                      shuffled.stream()
                          .map(
                              delivery ->
                                  new NewDelivery(delivery, delivery.envelope().key(), null))
                          .toList());
              for (int round = 0; round < 5; round++) {
                inbox.countDuplicates(
                    shuffled.stream()
                        .map(d -> new Copy(d.envelope().key(), d.envelope().contentHash()))
                        .toList());
              }
              return Collections.frequency(news, true);
            });

    assertEquals(100, inserted.stream().mapToInt(Integer::intValue).sum());
    assertEquals(40, row(database, "link.created:d7").get("duplicates"));
  }

  @Test
  void claimsNothingThatBecameDueBeforeTheWindow() {
    Deliveries.store(inbox, Deliveries.linkCreated("old"));
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp() - interval '1 minute'")
        .update();
    Deliveries.store(inbox, Deliveries.linkCreated("new"));

    assertEquals(
        List.of("link.created:new"),
        inbox.leases().claim(LINKS, 9, ClaimWindow.RECENT).stream()
            .map(ClaimedDelivery::eventKey)
            .toList());
    assertEquals(
        List.of("link.created:old"),
        inbox.leases().claim(LINKS, 9).stream().map(ClaimedDelivery::eventKey).toList());
  }

  @Test
  void claimsOnlyTheLanesAndAsManyAsThereIsRoomFor() {
    for (int i = 0; i < 5; i++) {
      Deliveries.store(inbox, linkCreated("l" + i));
      Deliveries.store(inbox, Deliveries.of(body("operation.created", "o" + i)));
      Deliveries.store(inbox, Deliveries.of(body("new.event" + i, "u")));
    }

    assertEquals(List.of(), inbox.leases().claim(Map.of("link.opened", 5), 5));
    assertEquals(List.of(), inbox.leases().claim(Map.of("link.created", 5), 0));
    List<ClaimedDelivery> first = inbox.leases().claim(Map.of("link.created", 2, "unknown", 1), 10);
    assertEquals(3, first.size());
    assertEquals(2, first.stream().filter(c -> c.lane().equals("link.created")).count());
    List<ClaimedDelivery> second =
        inbox.leases().claim(Map.of("link.created", 5, "unknown", 5, "operation.created", 5), 4);
    assertEquals(4, second.size());
    Set<Long> ids = new HashSet<>();
    first.forEach(c -> ids.add(c.id()));
    second.forEach(c -> ids.add(c.id()));
    assertEquals(7, ids.size());
  }

  @Test
  void claimsTheOldestFirst() {
    for (String id : List.of("a", "b", "c")) {
      Deliveries.store(inbox, linkCreated(id));
    }
    assertEquals("link.created:a", claimOne().eventKey());
    assertEquals("link.created:b", claimOne().eventKey());
    assertEquals("link.created:c", claimOne().eventKey());
  }

  @Test
  void givesNoDeliveryToTwoClaimers() throws Exception {
    for (int i = 0; i < 200; i++) {
      Deliveries.store(inbox, linkCreated("x" + i));
    }
    List<List<ClaimedDelivery>> claims =
        inParallel(
            6,
            i -> {
              List<ClaimedDelivery> own = new ArrayList<>();
              List<ClaimedDelivery> next;
              do {
                next = inbox.leases().claim(LINKS, 7);
                own.addAll(next);
              } while (!next.isEmpty());
              return own;
            });

    List<Long> ids = claims.stream().flatMap(List::stream).map(ClaimedDelivery::id).toList();
    assertEquals(ids.size(), new HashSet<>(ids).size());
    int left = inbox.leases().claim(LINKS, 100).size();
    assertEquals(200, ids.size() + left);
  }

  @Test
  void waitsForNoRowThatAnotherTransactionHolds() {
    Deliveries.store(inbox, linkCreated("held"));
    Deliveries.store(inbox, linkCreated("free"));
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            status -> {
              JdbcClient.create(database)
                  .sql(
                      "SELECT 1 FROM m2m_deliveries WHERE event_key = 'link.created:held' FOR"
                          + " UPDATE")
                  .query()
                  .singleValue();
              List<ClaimedDelivery> claimed = claimElsewhere();
              assertEquals(
                  List.of("link.created:free"),
                  claimed.stream().map(ClaimedDelivery::eventKey).toList());
            });
  }

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

  @Test
  void countsDeliveriesByState() {
    for (String id : List.of("a", "b", "c")) {
      Deliveries.store(inbox, linkCreated(id));
    }
    inbox.done(claimOne());
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET received_at = received_at - interval '1 hour'")
        .update();

    Map<String, Inbox.StateCount> counts = new java.util.HashMap<>();
    inbox.states().forEach(count -> counts.put(count.state(), count));
    assertEquals(2, counts.get("pending").deliveries());
    assertTrue(counts.get("pending").oldestSeconds() >= 3600);
    assertEquals(1, counts.get("done").deliveries());
    assertEquals(0, counts.get("done").oldestSeconds());
  }

  @Test
  void findsTheDueOnesByTheIndexHoweverManyWaitForLater() {
    JdbcClient sql = JdbcClient.create(database);
    sql.sql(
            "INSERT INTO m2m_deliveries (event_key, event, path, signature, signed_at,"
                + " content_hash, state, next_attempt_at) SELECT 'later:' || n, 'link.created', '',"
                + " '', now(), '', 'pending', clock_timestamp() + interval '1 hour' FROM"
                + " generate_series(1, 20000) n")
        .update();
    sql.sql("ANALYZE m2m_deliveries").update();
    Deliveries.store(inbox, linkCreated("due"));

    assertEquals("link.created:due", claimOne().eventKey());
    String claim =
        Sql.named("delivery-claim")
            .replace(":lanes", "ARRAY['link.created']")
            .replace(":limits", "ARRAY[4]")
            .replace(":total", "4")
            .replace(":leaseSeconds", "8")
            .replace(":lookBackSeconds", "3153600000");
    List<String> plan = sql.sql("EXPLAIN (ANALYZE, COSTS OFF) " + claim).query(String.class).list();
    assertTrue(
        plan.stream().noneMatch(line -> line.matches(".*Rows Removed by Filter: \\d{3,}.*")),
        () -> String.join("\n", plan));
  }

  private static List<ClaimedDelivery> claimElsewhere() {
    try {
      return inParallel(1, i -> inbox.leases().claim(LINKS, 10)).get(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClaimedDelivery claimOne() {
    List<ClaimedDelivery> claimed = inbox.leases().claim(LINKS, 1);
    assertEquals(1, claimed.size());
    return claimed.get(0);
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

  /** A row without its bytes, which have no equality. */
  private static Map<String, Object> without(Map<String, Object> row) {
    row.remove("body");
    row.remove("body_hash");
    return row;
  }

  private interface Task<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running =
          IntStream.range(0, threads).mapToObj(i -> pool.submit(() -> task.run(i))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
