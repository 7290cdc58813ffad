package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A lease lasts as long as its delivery runs, and ends if the delivery can't be settled. */
class ConsumerLeasesTest extends ConsumerTest {
  @Test
  void renewsTheLeaseWhileASlowDeliveryRuns() throws Exception {
    consume("link.created", 2, this::workUntilGo);
    Deliveries.store(inbox, Deliveries.linkCreated("slow"));
    awaitWorked(1);
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp() + interval '4 seconds'")
        .update();

    Awaitility.await()
        .until(
            () ->
                JdbcClient.create(database)
                    .sql(
                        "SELECT next_attempt_at > clock_timestamp() + interval '6 seconds'"
                            + " FROM m2m_deliveries")
                    .query(Boolean.class)
                    .single());
    go.countDown();
    awaitState("link.created:slow", "done");
    assertEquals(1, row(database, "link.created:slow").get("attempts"));
    assertEquals(1, worked.size());
  }

  @Test
  void overwritesNothingOfItsSuccessors() throws Exception {
    consume("link.created", 2, this::workUntilGo);
    Deliveries.store(inbox, Deliveries.linkCreated("late"));
    awaitWorked(1);
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET lease_token = gen_random_uuid(), attempts = 7")
        .update();
    go.countDown();
    consumer.stop();

    var row = row(database, "link.created:late");
    assertEquals("processing", row.get("state"));
    assertEquals(7, row.get("attempts"));
  }

  @Test
  void runsADeliveryAgainThatCouldNotBeSettled() throws Exception {
    consume(
        "link.created",
        1,
        exchange -> {
          worked.add("x");
          if (worked.size() == 1) {
            database.has(FaultyDataSource.Fault.REFUSED);
          }
        });
    Deliveries.store(inbox, Deliveries.linkCreated("unsettled"));
    awaitWorked(1);
    database.has(FaultyDataSource.Fault.NONE);
    JdbcClient.create(database)
        .sql(
            "UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp()"
                + " WHERE state = 'processing'")
        .update();

    awaitState("link.created:unsettled", "done");
  }
}
