package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.inbox.DeliverySelection.Filter;
import io.m2mbridge.inbox.Replay.Result;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ReplayTest {
  private static final int MOST = 100;
  private static Bridge bridge;
  private static Replay replay;
  private static DeliverySelection selection;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    DataSource database = new DriverManagerDataSource(bridge.databaseUrl(), "postgres", "");
    replay = Deliveries.replay(database);
    selection = new DeliverySelection(database);
  }

  private static String link(String id) {
    return Event.of("link.created").withText("data.linkId", id).toString();
  }

  private static void sendStale(String body) {
    Instant old = Instant.now().minusSeconds(4 * 3600);
    assertEquals(
        "quarantined",
        Bridge.outcome(bridge.send(Webhook.of(body).signedAt(old).to(bridge.webhooks()))));
  }

  private static long idOfQuarantined(String linkId, String reason) {
    return bridge
        .sql()
        .sql(
            "SELECT id FROM m2m_deliveries WHERE state = 'quarantined' AND link_id = :link AND reason ="
                + " :reason")
        .param("link", linkId)
        .param("reason", reason)
        .query(Long.class)
        .single();
  }

  private static Map<String, Object> row(long id) {
    return bridge
        .sql()
        .sql("SELECT * FROM m2m_deliveries WHERE id = :id")
        .param("id", id)
        .query()
        .singleRow();
  }

  @Test
  void runsADeadEventAgain() {
    bridge.send(link("link_dead"));
    bridge.await("link.created:link_dead", "done");
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'dead', attempts = 50 WHERE event_key ="
                + " 'link.created:link_dead'")
        .update();
    long id = selection.find("link.created:link_dead").orElseThrow();

    assertEquals(Optional.of(Result.PUT_BACK), replay.putBack(id, null));

    bridge.await("link.created:link_dead", "done");
    assertEquals(1, row(id).get("attempts"));
    assertEquals(2, row(id).get("run"));
  }

  @Test
  void releasesAStaleEventUnderItsBusinessKey() {
    sendStale(link("link_stale"));
    long id = idOfQuarantined("link_stale", "stale");

    assertEquals(Optional.of(Result.PUT_BACK), replay.putBack(id, null));

    Map<String, Object> released = bridge.await("link.created:link_stale", "done");
    assertEquals(id, released.get("id"));
    assertNull(released.get("reason"));
    assertEquals(
        1L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_links WHERE link_id = 'link_stale'")
            .query(Long.class)
            .single());
  }

  @Test
  void closesAStaleEventThatCameAgainInTime() {
    sendStale(link("link_late"));
    long id = idOfQuarantined("link_late", "stale");
    assertEquals("accepted", Bridge.outcome(bridge.send(link("link_late"))));
    bridge.await("link.created:link_late", "done");

    assertEquals(Optional.of(Result.DUPLICATE), replay.putBack(id, null));

    assertEquals("done", row(id).get("state"));
    assertEquals("duplicate", row(id).get("reason"));
    assertEquals(1, bridge.delivery("link.created:link_late").get("duplicates"));
  }

  @Test
  void keepsAConflictInQuarantine() {
    bridge.send(link("link_conflict"));
    String other =
        Event.of("link.created")
            .withText("data.linkId", "link_conflict")
            .withText("data.url", "https://elsewhere.example/")
            .toString();
    assertEquals("quarantined", Bridge.outcome(bridge.send(other)));
    long id = idOfQuarantined("link_conflict", "conflict");

    assertEquals(Optional.of(Result.STAYS), replay.putBack(id, null));

    assertEquals("quarantined", row(id).get("state"));
  }

  @Test
  void keepsAMalformedEventInQuarantine() {
    String body = Event.of("link.created").with("data.linkId", "5").toString();
    assertEquals("quarantined", Bridge.outcome(bridge.send(body)));
    long id =
        selection
            .find(new Filter("quarantined", "link.created", "bad-id", null, null), MOST)
            .get(0);

    assertEquals(Optional.of(Result.STAYS), replay.putBack(id, null));
  }

  @Test
  void findsByStateEventAndReason() {
    sendStale(Event.of("link.opened").withText("data.linkId", "link_found").toString());

    List<Long> found =
        selection.find(new Filter("quarantined", "link.opened", "stale", null, null), MOST);

    assertEquals(List.of(idOfQuarantined("link_found", "stale")), found);
    assertEquals(
        List.of(),
        selection.find(new Filter("quarantined", "link.opened", "ahead", null, null), MOST));
    assertEquals(
        List.of(), selection.find(new Filter("dead", "link.opened", null, null, null), MOST));
  }

  @Test
  void findsNoMoreThanAreAskedFor() {
    for (String link : List.of("link_older", "link_newer")) {
      Event event = Event.of("link.created").withText("event", "link.limited");
      sendStale(event.withText("data.linkId", link).toString());
    }
    Filter both = new Filter("quarantined", "link.limited", "stale", null, null);

    assertEquals(2, selection.find(both, MOST).size());
    assertEquals(selection.find(both, MOST).subList(0, 1), selection.find(both, 1));
  }

  @Test
  void saysWhenThereIsNoSuchEvent() {
    assertEquals(Optional.empty(), replay.putBack(999_999, null));
    assertEquals(Optional.empty(), selection.find("link.created:nowhere"));
  }

  @Test
  void leavesWhatAnotherCommandPutBackMeanwhile() {
    bridge.send(link("link_twice"));
    bridge.await("link.created:link_twice", "done");
    long id = selection.find("link.created:link_twice").orElseThrow();

    assertEquals(Optional.of(Result.ON_ITS_WAY), replay.putBack(id, "dead"));

    assertEquals("done", row(id).get("state"));
  }
}
