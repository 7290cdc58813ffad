package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Tag("verify")
class RetentionTest {
  private Bridge bridge;

  @BeforeEach
  void start() {
    bridge = Bridge.start(Map.of("m2m.retention.payload", "1h30m"));
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  private static String link(String id) {
    return Event.of("link.created").withText("data.linkId", id).toString();
  }

  private String done(String id) {
    bridge.send(link(id));
    String key = "link.created:" + id;
    bridge.await(key, "done");
    return key;
  }

  private void age(String key, String age) {
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET processed_at = clock_timestamp() - CAST(? AS interval)"
                + " WHERE event_key = ?")
        .params(age, key)
        .update();
  }

  /** Starts the route again: it polls a second later, and then until nothing is due. */
  private void poll() throws Exception {
    bridge.context().getRouteController().stopRoute("retention");
    bridge.context().getRouteController().startRoute("retention");
  }

  private void awaitErased(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                bridge
                    .sql()
                    .sql("SELECT count(*) FROM m2m_deliveries WHERE body IS NULL")
                    .query(Integer.class)
                    .single(),
            erased -> erased == count);
  }

  @Test
  void erasesThePayloadAndNothingElseOfWhatHasLongBeenDone() throws Exception {
    String old = done("old");
    String young = done("young");
    Map<String, Object> before = bridge.delivery(old);
    // From here on it may be erased at any moment, for example by the poll of the bridge's own
    // start.
    age(old, "91 minutes");
    age(young, "89 minutes");
    poll();
    awaitErased(1);

    Map<String, Object> after = bridge.delivery(old);
    for (String column : List.of("body", "body_hash", "headers")) {
      assertNotNull(before.put(column, null), column);
    }
    before.put("signature", "");
    before.put("processed_at", after.get("processed_at"));
    assertEquals(before, after);
    assertNotNull(bridge.delivery(young).get("body"));
    assertEquals("duplicate", Bridge.outcome(bridge.send(link("old"))));
    assertEquals("done", bridge.delivery(old).get("state"));
  }

  @Test
  void erasesTheRestOfWhatAnOlderVersionErased() throws Exception {
    String key = done("half");
    bridge.sql().sql("UPDATE m2m_deliveries SET body = NULL").update();
    poll();
    Awaitility.await().until(() -> bridge.delivery(key).get("body_hash") == null);
    assertNull(bridge.delivery(key).get("headers"));
    assertEquals("", bridge.delivery(key).get("signature"));
  }

  @Test
  void keepsWhatIsNotDoneHoweverOldItIs() throws Exception {
    for (String state : new String[] {"dead", "quarantined", "pending", "processing"}) {
      String key = done(state);
      bridge
          .sql()
          .sql("UPDATE m2m_deliveries SET state = ? WHERE event_key = ?")
          .params(state, key)
          .update();
      age(key, "1 year");
    }
    age(done("old"), "1 year");
    poll();
    awaitErased(1);
  }

  @Test
  void goesOnUntilNoneIsDueAndWaitsForNoRowThatAnotherHolds() throws Exception {
    bridge
        .sql()
        .sql(
            "INSERT INTO m2m_deliveries (event_key, event, path, signature, signed_at, body,"
                + " content_hash, state, processed_at) SELECT 'k' || i, 'e', '/', 's', now(), 'x', 'h',"
                + " 'done', now() - interval '1 day' FROM generate_series(1, 2500) AS i")
        .update();
    try (Connection other = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT 1 FROM m2m_deliveries WHERE event_key = 'k7' FOR UPDATE");
      poll();
      awaitErased(2499);
    }
    poll();
    awaitErased(2500);
  }

  @Test
  void leavesAReplayDeadWithTheReason() throws Exception {
    String key = done("gone");
    age(key, "1 day");
    poll();
    awaitErased(1);
    Deliveries.replay(new DriverManagerDataSource(bridge.databaseUrl(), "postgres", ""))
        .putBack((Long) bridge.delivery(key).get("id"), null);

    assertEquals(
        "UnrecoverableException: its payload was erased",
        bridge.await(key, "dead").get("last_error"));
  }

  @Test
  void keepsEverythingUnlessTold() {
    try (Bridge plain = Bridge.start(Map.of())) {
      assertNull(plain.context().getRoute("retention"));
    }
  }

  @Test
  void findsWhatIsDueByAnIndexThatIsValid() {
    assertTrue(
        bridge
            .sql()
            .sql(
                "SELECT indisvalid FROM pg_index"
                    + " WHERE indexrelid = CAST('m2m_deliveries_erasable' AS regclass)")
            .query(Boolean.class)
            .single());
  }
}
