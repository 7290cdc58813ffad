package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.Deliveries.body;
import static io.m2mbridge.inbox.Deliveries.linkCreated;
import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Receipt.Outcome;
import io.m2mbridge.testing.TablesPage;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class InboxTest extends InboxOfTests {
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
}
