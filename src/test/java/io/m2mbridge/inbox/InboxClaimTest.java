package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.Deliveries.body;
import static io.m2mbridge.inbox.Deliveries.linkCreated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.jdbc.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which deliveries a claim takes, and which it leaves. */
class InboxClaimTest extends InboxOfTests {
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
}
