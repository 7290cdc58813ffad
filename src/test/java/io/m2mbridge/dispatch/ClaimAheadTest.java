package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a consumer holds that it doesn't work on at the moment. */
class ClaimAheadTest extends ConsumerTest {
  @Test
  void putsBackWhatItHadClaimedAheadWhenItStops() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    consume(
        "link.created",
        2,
        exchange -> {
          worked.add(key(exchange));
          if (worked.size() > 300) {
            hang.countDown();
            awaitGo();
          }
        });
    Deliveries.storeLinks(inbox, "ahead", 600);
    assertTrue(hang.await(30, TimeUnit.SECONDS));
    var stopping = CompletableFuture.runAsync(consumer::stop);
    // While the two are still under way, another node could take all others.
    awaitStates("processing", 2);
    assertEquals(0, count("state = 'pending' AND (attempts > 0 OR lease_token IS NOT NULL)"));
    go.countDown();
    stopping.get(20, TimeUnit.SECONDS);

    assertEquals(0, count("state = 'processing'"));
    assertEquals(worked.size(), count("state = 'done' AND attempts = 1"));
  }

  @Test
  void leavesToOtherNodesWhatWaitsBehindAnEndpointThatHangs() throws Exception {
    Deliveries.storeLinks(inbox, "w", 130);
    consume(
        "link.created",
        1,
        exchange -> {
          worked.add(key(exchange));
          if (worked.size() > 100) {
            awaitGo();
          }
        });
    awaitWorked(101);

    awaitStates("processing", 1);
    go.countDown();
    awaitStates("done", 130);
    assertEquals(130, worked.size());
  }

  @Test
  void holdsTheLeaseUntilTheDoneMarkIsWritten() throws Exception {
    consume("link.created", 1, exchange -> worked.add(key(exchange)));
    Deliveries.store(inbox, Deliveries.linkCreated("locked"));
    awaitState("link.created:locked", "done");
    JdbcClient.create(database)
        .sql(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_sleep(3); RETURN new; END $$")
        .update();
    JdbcClient.create(database)
        .sql(
            "CREATE TRIGGER slow BEFORE UPDATE ON m2m_deliveries FOR EACH ROW"
                + " WHEN (new.state = 'done') EXECUTE FUNCTION slow()")
        .update();
    try {
      Deliveries.store(inbox, Deliveries.linkCreated("slow"));
      Deliveries.store(inbox, Deliveries.linkCreated("next"));
      awaitWorked(3); // the worker didn't wait for the mark
      assertEquals("processing", row(database, "link.created:next").get("state"));
      awaitStates("done", 3);
    } finally {
      JdbcClient.create(database).sql("DROP TRIGGER slow ON m2m_deliveries").update();
      JdbcClient.create(database).sql("DROP FUNCTION slow").update();
    }
    assertEquals(3, worked.size());
    assertEquals(0, count("attempts > 1"));
  }

  @Test
  void givesUpWhatEndedTheProcessTimeAndAgainAndNotWhatWasThereToo() throws Exception {
    for (int i = 0; i < 5; i++) {
      Deliveries.store(inbox, Deliveries.linkCreated("k" + i));
    }
    // As ten processes would leave it that died of one of them.
    JdbcClient.create(database)
        .sql(
            "UPDATE m2m_deliveries SET state = 'processing', lease_token = gen_random_uuid(),"
                + " attempts = 10, lost = CASE event_key WHEN 'link.created:k3' THEN 9 ELSE 8 END,"
                + " next_attempt_at = clock_timestamp()")
        .update();
    consume("link.created", 4, exchange -> worked.add(key(exchange)));

    awaitState("link.created:k3", "dead");
    assertEquals(
        "UnrecoverableException: its last 10 attempts ended without an outcome",
        row(database, "link.created:k3").get("last_error"));
    awaitStates("done", 4);
    assertFalse(worked.contains("link.created:k3"));
  }
}
