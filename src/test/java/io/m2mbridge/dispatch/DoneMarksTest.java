package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.load.OverloadLimit;
import io.m2mbridge.load.SetLoad;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DoneMarksTest {
  private static FaultyDataSource database;
  private static Inbox inbox;

  private final HeldDeliveries held = new HeldDeliveries(inbox.leases(), "m2m-deliveries:test");
  private final SetLoad load = new SetLoad(24);
  private final DoneMarks marks = new DoneMarks(inbox, held, new OverloadLimit(load));

  @BeforeAll
  static void migrate() {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
  }

  @BeforeEach
  void empty() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
  }

  @AfterEach
  void restoreDatabase() {
    database.has(FaultyDataSource.Fault.NONE);
    marks.end();
  }

  @Test
  void marksAllThatHaveGatheredByOneStatement() {
    List<ClaimedDelivery> claimed = claimed(20);
    claimed.forEach(delivery -> marks.add(delivery, 1));
    marks.end();
    int before = database.connections();
    marks.run();

    assertEquals(before + 1, database.connections());
    assertDone(20);
    assertEquals(List.of(), held.all());
  }

  @Test
  void marksOneThatComesAloneAtOnce() throws Exception {
    marks.start();
    var running = CompletableFuture.runAsync(marks);
    marks.add(claimed(1).get(0), 1);
    Awaitility.await().until(() -> held.all().isEmpty());
    assertDone(1);
    marks.end();
    running.get(5, TimeUnit.SECONDS);
  }

  @Test
  void marksTenTimesASecondWhileWebhooksComeFirst() throws Exception {
    List<ClaimedDelivery> claimed = claimed(6);
    load.averageBacklog(64);
    marks.start();
    var running = CompletableFuture.runAsync(marks);
    long start = System.nanoTime();
    for (int marked = 1; marked <= 6; marked++) {
      int left = 6 - marked;
      marks.add(claimed.get(left), 1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .pollDelay(Duration.ZERO)
          .until(() -> held.all().size() == left);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    marks.end();
    running.get(5, TimeUnit.SECONDS);

    // The first may come right before a tick.
    assertTrue(took.compareTo(Duration.ofMillis(500)) >= 0, () -> "took " + took);
    assertDone(6);
  }

  @Test
  void leavesAloneWhatIsAnothersByNow() {
    List<ClaimedDelivery> claimed = claimed(3);
    Deliveries.endLease(database, claimed.get(1).eventKey());
    ClaimedDelivery successor = inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
    claimed.forEach(delivery -> marks.add(delivery, 1));
    marks.end();
    marks.run();

    assertDone(2);
    assertEquals(successor.leaseToken(), row(database, successor.eventKey()).get("lease_token"));
    assertEquals(List.of(), held.all());
  }

  @Test
  void marksBothWhereOneNodeHadADeliveryTwice() {
    List<ClaimedDelivery> claimed = claimed(2);
    Deliveries.endLease(database, claimed.get(0).eventKey());
    ClaimedDelivery again = inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
    held.hold(again);
    marks.add(claimed.get(0), 1);
    marks.add(again, 1);
    marks.add(claimed.get(1), 1);
    marks.end();
    marks.run();

    assertDone(2);
    assertEquals(List.of(), held.all());
  }

  @Test
  void marksTheOthersWhileOneIsLockedAndThatOneAfterwards() throws Exception {
    List<ClaimedDelivery> claimed = claimed(3);
    marks.start();
    var running = CompletableFuture.runAsync(marks);
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "SELECT 1 FROM m2m_deliveries WHERE id = " + claimed.get(0).id() + " FOR UPDATE");
      claimed.forEach(delivery -> marks.add(delivery, 1));
      Awaitility.await().until(() -> held.all().size() == 1);
      assertDone(2);
      assertEquals(claimed.get(0), held.all().get(0));
      other.rollback();
    }
    Awaitility.await().until(() -> held.all().isEmpty());
    assertDone(3);
    marks.end();
    running.get(5, TimeUnit.SECONDS);
  }

  @Test
  void marksOneByOneWhatFailsTogether() {
    JdbcClient sql = JdbcClient.create(database);
    sql.sql(
            "CREATE FUNCTION no_batch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF (SELECT count(*) FROM changed WHERE state = 'done') > 1 THEN"
                + " RAISE EXCEPTION 'no' USING ERRCODE = '40P01'; END IF; RETURN NULL; END $$")
        .update();
    sql.sql(
            "CREATE TRIGGER no_batch AFTER UPDATE ON m2m_deliveries REFERENCING NEW TABLE AS"
                + " changed FOR EACH STATEMENT EXECUTE FUNCTION no_batch()")
        .update();
    try {
      claimed(3).forEach(delivery -> marks.add(delivery, 1));
      marks.end();
      marks.run();
    } finally {
      sql.sql("DROP TRIGGER no_batch ON m2m_deliveries").update();
      sql.sql("DROP FUNCTION no_batch").update();
    }

    assertDone(3);
  }

  @Test
  void holdsTheLeasesAndTriesAgainWhileTheDatabaseIsGone() throws Exception {
    List<ClaimedDelivery> claimed = claimed(3);
    database.has(FaultyDataSource.Fault.REFUSED);
    claimed.forEach(delivery -> marks.add(delivery, 1));
    marks.end();
    int before = database.connections();
    var running = CompletableFuture.runAsync(marks);
    Awaitility.await().until(() -> database.connections() > before);
    assertEquals(3, held.all().size());
    database.has(FaultyDataSource.Fault.NONE);
    running.get(10, TimeUnit.SECONDS);

    assertDone(3);
  }

  @Test
  void leavesToTheNextClaimWhatCantBeWritten() {
    List<ClaimedDelivery> claimed = claimed(3);
    database.has(FaultyDataSource.Fault.ERROR);
    claimed.forEach(delivery -> marks.add(delivery, 1));
    marks.end();
    long start = System.nanoTime();
    marks.run();
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 5);
    database.has(FaultyDataSource.Fault.NONE);

    assertDone(0);
    assertEquals(List.of(), held.all());
  }

  private List<ClaimedDelivery> claimed(int count) {
    for (int i = 0; i < count; i++) {
      Deliveries.store(inbox, Deliveries.linkCreated("d" + i));
    }
    List<ClaimedDelivery> claimed = inbox.leases().claim(Map.of("link.created", count), count);
    claimed.forEach(held::hold);
    return claimed;
  }

  private static void assertDone(int count) {
    assertEquals(
        count,
        JdbcClient.create(database)
            .sql("SELECT count(*) FROM m2m_deliveries WHERE state = 'done'")
            .query(Integer.class)
            .single());
  }
}
