package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.failure.FailedStep.Place;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept of requests, failed attempts, runs and operators' actions. */
class HistoryTest {
  private static DataSource database;
  private static JdbcClient sql;
  private static Inbox inbox;

  @BeforeAll
  static void create() {
    database = Deliveries.database();
    sql = JdbcClient.create(database);
    inbox = new Inbox(database);
  }

  @BeforeEach
  void empty() {
    sql.sql(
            "TRUNCATE m2m_deliveries, m2m_attempts, m2m_runs, m2m_actions, m2m_outside_calls,"
                + " m2m_notices")
        .update();
    Deliveries.store(inbox, Deliveries.linkCreated("a"));
  }

  private static ClaimedDelivery claim() {
    return inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
  }

  private static List<Map<String, Object>> rows(String query) {
    return sql.sql(query).query().listOfRows();
  }

  private static Map<String, Object> event() {
    return rows("SELECT * FROM m2m_deliveries").get(0);
  }

  @Test
  void keepsWhatTheSignatureCovers() throws Exception {
    Map<String, Object> row = event();
    assertEquals(Deliveries.EVIDENCE.timestamp(), row.get("signed_timestamp"));
    assertEquals("{}", String.valueOf(row.get("headers")));
    assertEquals(Deliveries.EVIDENCE.secret(), row.get("secret"));
    assertEquals("a", row.get("operation_id"));
    assertArrayEquals(
        MessageDigest.getInstance("SHA-256").digest((byte[]) row.get("body")),
        (byte[]) row.get("body_hash"));
  }

  @Test
  void recordsEachFailedAttemptWithItsPlace() {
    FailedAttempt failed =
        new FailedAttempt("IOException", new Place("event-x", "call"), Duration.ofMillis(7));
    assertTrue(inbox.reschedule(claim(), failed, Duration.ZERO, 1));
    assertTrue(inbox.dead(claim(), Deliveries.failed("HttpOperationFailedException 500"), null));

    List<Map<String, Object>> attempts = rows("SELECT * FROM m2m_attempts ORDER BY id");
    assertEquals(2, attempts.size());
    Map<String, Object> first = attempts.get(0);
    assertEquals(event().get("id"), first.get("delivery_id"));
    assertEquals(
        List.of(1, 1, 7L, "event-x", "call", "IOException", Node.name()),
        List.of(
            first.get("run"),
            first.get("attempt"),
            first.get("millis"),
            first.get("route"),
            first.get("step"),
            first.get("failure"),
            first.get("node")));
    assertEquals(2, attempts.get(1).get("attempt"));
    assertNull(attempts.get(1).get("route"));
    assertEquals("HttpOperationFailedException 500", event().get("last_error"));
  }

  @Test
  void keepsTheFirstAndTheLastTwentyFailedAttemptsOfARun() {
    for (int i = 1; i <= 25; i++) {
      assertTrue(inbox.reschedule(claim(), Deliveries.failed("E" + i), Duration.ZERO, i));
    }
    assertEquals(
        List.of("E1", "E6", "E25", 21L),
        List.of(
            rows("SELECT failure FROM m2m_attempts ORDER BY id").get(0).get("failure"),
            rows("SELECT failure FROM m2m_attempts ORDER BY id").get(1).get("failure"),
            rows("SELECT failure FROM m2m_attempts ORDER BY id DESC").get(0).get("failure"),
            rows("SELECT count(*) AS n FROM m2m_attempts").get(0).get("n")));
  }

  @Test
  void beginsARunWithACopyOfADeadEventWithoutItsCallsToTheOutside() {
    ClaimedDelivery claimed = claim();
    inbox.outsideCallMade(claimed.id(), claimed.run(), "tell-ledger");
    assertTrue(inbox.dead(claimed, Deliveries.failed("X"), null));
    Deliveries.store(inbox, Deliveries.linkCreated("a"));

    assertEquals(2, event().get("run"));
    Map<String, Object> run = rows("SELECT * FROM m2m_runs").get(0);
    assertEquals(
        List.of(2, "copy", "dead", 1),
        List.of(run.get("run"), run.get("cause"), run.get("state"), run.get("attempts")));
    assertEquals(event().get("processed_at"), run.get("ended_at"));
    assertEquals(List.of("tell-ledger"), List.copyOf(claim().calls()));
    assertEquals(1, rows("SELECT * FROM m2m_attempts WHERE run = 1").size());
  }

  @Test
  void leavesAnEventDeadThatDiedWhileItsCopyWaitedForALock() throws Exception {
    ClaimedDelivery claimed = claim();
    Deliveries.store(inbox, Deliveries.linkCreated("0"));
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT 1 FROM m2m_deliveries WHERE event_key = 'link.created:0' FOR UPDATE");
      CompletableFuture<List<Boolean>> counted =
          CompletableFuture.supplyAsync(() -> inbox.countDuplicates(List.of(copy("0"), copy("a"))));
      Awaitility.await()
          .until(
              () ->
                  !rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
                          + " current_database()")
                      .isEmpty());
      inbox.outsideCallMade(claimed.id(), claimed.run(), "tell-ledger");
      assertTrue(inbox.dead(claimed, Deliveries.failed("X"), null));
      other.commit();
      assertEquals(List.of(true, true), counted.join());
    }
    Map<String, Object> row = Deliveries.row(database, "link.created:a");
    assertEquals(
        List.of("dead", 1, 1), List.of(row.get("state"), row.get("run"), row.get("duplicates")));

    Deliveries.store(inbox, Deliveries.linkCreated("a"));
    sql.sql("DELETE FROM m2m_deliveries WHERE event_key = 'link.created:0'").update();
    assertEquals(List.of("tell-ledger"), List.copyOf(claim().calls()));
  }

  private static Copy copy(String linkId) {
    Envelope envelope = Deliveries.linkCreated(linkId).envelope();
    return new Copy(envelope.key(), envelope.contentHash());
  }

  @Test
  void runsNothingThatWasDiscardedInQuarantineWithoutItsChecks() {
    String other = Deliveries.body("link.created", "a").replace("user_1", "user_2");
    Deliveries.store(inbox, Deliveries.of(other));
    Map<String, Object> conflict =
        rows("SELECT * FROM m2m_deliveries WHERE reason = 'conflict'").get(0);
    long id = (Long) conflict.get("id");
    OperatorAction action = new OperatorAction("ada", null, Map.of());
    Discard discard = new Discard(database, action, 1);
    assertEquals(Optional.of(false), discard.close(id, "dead"));
    assertEquals(Optional.of(true), discard.close(id, "quarantined"));

    assertEquals(Optional.of(Replay.Result.STAYS), Deliveries.replay(database).putBack(id, null));
    Map<String, Object> row = Deliveries.row(database, String.valueOf(conflict.get("event_key")));
    assertEquals(List.of("done", "discarded"), List.of(row.get("state"), row.get("reason")));
  }

  @Test
  void releasesWhatWasDiscardedInQuarantineUnderItsBusinessKey() {
    Deliveries.store(inbox, Deliveries.of(Deliveries.body("link.created", "late"), "stale"));
    long id = (Long) rows("SELECT id FROM m2m_deliveries WHERE reason = 'stale'").get(0).get("id");
    new Discard(database, new OperatorAction("ada", null, Map.of()), 1).close(id, null);

    assertEquals(
        Optional.of(Replay.Result.PUT_BACK), Deliveries.replay(database).putBack(id, null));
    Map<String, Object> row = Deliveries.row(database, "link.created:late");
    assertEquals(List.of("pending", 3), List.of(row.get("state"), row.get("run")));
  }

  @Test
  void countsACopyOfAnEventThatIsNotDeadWithoutARun() {
    Deliveries.store(inbox, Deliveries.linkCreated("a"));
    assertEquals(1, event().get("run"));
    assertEquals(List.of(), rows("SELECT * FROM m2m_runs"));
  }

  @Test
  void recordsWhoReplayedWhatAndKeepsTheRunBefore() {
    assertTrue(inbox.dead(claim(), Deliveries.failed("X"), null));
    OperatorAction action = new OperatorAction("ada", "ledger is up", Map.of("state", "dead"));
    long id = (Long) event().get("id");
    Replay replay = new Replay(database, action, 3);
    replay.putBack(id, "dead");
    assertEquals(Replay.Result.ON_ITS_WAY, replay.putBack(id, "dead").orElseThrow());

    Map<String, Object> recorded = rows("SELECT * FROM m2m_actions").get(0);
    assertEquals(
        List.of("ada", "replay", "ledger is up", "{\"state\": \"dead\"}", 3),
        List.of(
            recorded.get("actor"),
            recorded.get("action"),
            recorded.get("reason"),
            String.valueOf(recorded.get("filter")),
            recorded.get("affected")));
    Map<String, Object> run = rows("SELECT * FROM m2m_runs").get(0);
    assertEquals(List.of("replay", "dead"), List.of(run.get("cause"), run.get("state")));
    assertEquals(recorded.get("id"), run.get("action_id"));
    assertEquals(List.of(), List.copyOf(claim().calls()));
  }

  @Test
  void recordsNoActionThatChangedNothing() {
    Deliveries.replay(database).putBack((Long) event().get("id"), null);
    assertEquals(List.of(), rows("SELECT * FROM m2m_actions"));
  }

  @Test
  void changesNoRecordedAction() {
    assertTrue(inbox.dead(claim(), Deliveries.failed("X"), null));
    Deliveries.replay(database).putBack((Long) event().get("id"), null);
    for (String change : List.of("UPDATE m2m_actions SET actor = 'x'", "DELETE FROM m2m_actions")) {
      assertThrows(DataIntegrityViolationException.class, () -> sql.sql(change).update(), change);
    }
    assertEquals("operator", rows("SELECT * FROM m2m_actions").get(0).get("actor"));
  }
}
