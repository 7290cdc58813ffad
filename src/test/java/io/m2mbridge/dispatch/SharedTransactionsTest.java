package io.m2mbridge.dispatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SharedTransactionsTest {
  private static DataSource database;
  private static Inbox inbox;
  private static JdbcClient sql;

  private final CountDownLatch gathered = new CountDownLatch(1);
  private SharedTransactions shared;

  @BeforeAll
  static void start() {
    database = Deliveries.database();
    inbox = new Inbox(database);
    sql = JdbcClient.create(database);
    sql.sql("CREATE TABLE effects (delivery_id bigint)").update();
    sql.sql(
            "ALTER TABLE effects ADD CONSTRAINT late UNIQUE (delivery_id) DEFERRABLE INITIALLY DEFERRED")
        .update();
  }

  @BeforeEach
  void begin() {
    sql.sql("TRUNCATE m2m_deliveries, effects").update();
    shared = new SharedTransactions(inbox, database);
  }

  private static void effect(Exchange exchange) {
    sql.sql("INSERT INTO effects VALUES (?)").param(exchange.getVariable("deliveryId")).update();
  }

  /** Starts one event, whose transaction ends once the others wait. */
  private List<SharedEvent> together(Processor... steps) {
    SharedEvent first =
        new SharedEvent(
            inbox,
            database,
            shared,
            exchange -> {
              gathered.await();
              effect(exchange);
            });
    await().until(() -> first.thread.getState() == Thread.State.WAITING);
    List<SharedEvent> others = new ArrayList<>();
    for (Processor each : steps) {
      SharedEvent event = new SharedEvent(inbox, database, shared, each);
      await().until(() -> event.thread.getState() == Thread.State.WAITING);
      others.add(event);
    }
    gathered.countDown();
    return others;
  }

  @Test
  void writesTheEffectsOfAllThatWaitInOneTransaction() throws Exception {
    List<SharedEvent> events =
        together(SharedTransactionsTest::effect, SharedTransactionsTest::effect);

    for (SharedEvent event : events) {
      Instant effectsAt = event.result().orElseThrow();
      assertEquals(effectsAt, ((java.sql.Timestamp) event.mark()).toInstant());
    }
    assertEquals(events.get(0).transaction(), events.get(1).transaction());
  }

  /** Starts an event whose effects are written once the latch is open. */
  private SharedEvent writing(CountDownLatch end) {
    SharedEvent event =
        new SharedEvent(
            inbox,
            database,
            shared,
            "linkId:a",
            exchange -> {
              end.await();
              effect(exchange);
            });
    await().until(() -> event.thread.getState() == Thread.State.WAITING);
    return event;
  }

  /**
   * Starts events, the last of which writes for the others, and waits until they are written.
   *
   * @param waiting how many events wait already
   */
  private void writeBySecond(int waiting) throws Exception {
    List<SharedEvent> events = new ArrayList<>();
    for (int i = waiting; i <= SharedTransactions.WAITING_FOR_SECOND; i++) {
      events.add(new SharedEvent(inbox, database, shared, SharedTransactionsTest::effect));
    }
    for (SharedEvent event : events) {
      assertTrue(event.result().isPresent());
    }
  }

  @Test
  void writesByASecondThreadWhereManyWait() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SharedEvent first = writing(end);
    try {
      writeBySecond(0);
      assertFalse(first.result.isDone());
    } finally {
      end.countDown();
    }
    assertTrue(first.result().isPresent());
  }

  /** Otherwise the second thread would wait for the lock, and both would write nothing. */
  @Test
  void writesEffectsOnTheSameRowsByOneThreadAtATime() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SharedEvent first = writing(end);
    SharedEvent sameRows =
        new SharedEvent(inbox, database, shared, "linkId:a", SharedTransactionsTest::effect);
    await().until(() -> sameRows.thread.getState() == Thread.State.WAITING);
    try {
      writeBySecond(1);
      assertFalse(sameRows.hasEffect());
    } finally {
      end.countDown();
    }
    assertTrue(first.result().isPresent());
    assertTrue(sameRows.result().isPresent());
  }

  @Test
  void writesNothingTogetherWhereTheStepsOfOneFail() throws Exception {
    List<SharedEvent> events =
        together(
            SharedTransactionsTest::effect,
            exchange -> sql.sql("SELECT 1 / 0").query().singleValue());

    for (SharedEvent event : events) {
      assertEquals(Optional.empty(), event.result());
      assertNull(event.exchange.getException());
      assertNull(event.mark());
    }
    assertEquals(0, events.stream().filter(SharedEvent::hasEffect).count());
  }

  /** Otherwise the others would wait for ever. */
  @Test
  void marksAnEventWhoseStepsRemoveTheVariableOfItsLease() throws Exception {
    List<SharedEvent> events =
        together(
            exchange -> {
              effect(exchange);
              exchange.removeVariable("leaseToken");
            },
            SharedTransactionsTest::effect);

    for (SharedEvent event : events) {
      assertTrue(event.result().isPresent());
    }
  }

  @Test
  void leavesNoMarkThatWouldSkipStepsOfTheNextRun() throws Exception {
    SharedEvent event =
        together(
                exchange -> {
                  exchange.setRouteStop(true);
                  exchange.getExchangeExtension().setFailureHandled(true);
                  exchange.getExchangeExtension().setErrorHandlerHandled(true);
                  exchange.getExchangeExtension().setRedeliveryExhausted(true);
                })
            .get(0);

    assertEquals(Optional.empty(), event.result());
    assertFalse(event.exchange.isRouteStop());
    assertFalse(event.exchange.getExchangeExtension().isFailureHandled());
    assertFalse(event.exchange.getExchangeExtension().isErrorHandlerHandledSet());
    assertFalse(event.exchange.getExchangeExtension().isRedeliveryExhausted());
  }

  @Test
  void writesNothingTogetherWhereALeaseIsLost() throws Exception {
    List<SharedEvent> events =
        together(
            SharedTransactionsTest::effect,
            exchange -> {
              effect(exchange);
              lose(exchange);
            });

    for (SharedEvent event : events) {
      assertEquals(Optional.empty(), event.result());
      assertNull(event.mark());
    }
    assertEquals(0, events.stream().filter(SharedEvent::hasEffect).count());
  }

  /** Lets another worker claim the delivery, by a connection outside of the transaction. */
  private static void lose(Exchange exchange) throws Exception {
    CompletableFuture.runAsync(
            () ->
                sql.sql("UPDATE m2m_deliveries SET lease_token = gen_random_uuid() WHERE id = ?")
                    .param(exchange.getVariable("deliveryId"))
                    .update())
        .get(10, SECONDS);
  }

  @Test
  void waitsOnlyBrieflyForALockedRow() {
    SharedEvent event = new SharedEvent(inbox, database, shared, SharedTransactionsTest::effect);
    assertNotNull(event.result.join());
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            status -> {
              sql.sql("LOCK TABLE effects").update();
              SharedEvent waiting =
                  new SharedEvent(inbox, database, shared, SharedTransactionsTest::effect);
              // The lock is held until the result is there.
              assertEquals(Optional.empty(), waiting.result.join());
            });
  }

  @Test
  void failsAllWhereTheCommitFails() throws Exception {
    SharedEvent first = new SharedEvent(inbox, database, shared, SharedTransactionsTest::effect);
    assertTrue(first.result().isPresent());
    List<SharedEvent> events =
        together(
            SharedTransactionsTest::effect,
            // The second row of the same key is found at the commit.
            exchange -> {
              effect(exchange);
              effect(exchange);
            });

    for (SharedEvent event : events) {
      assertThrows(ExecutionException.class, event::result);
      assertNull(event.mark());
    }
  }

  @Test
  void writesNothingTogetherWhereATableHasATriggerOfTheSite() throws Exception {
    sql.sql("CREATE FUNCTION site() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        .update();
    sql.sql("CREATE TRIGGER site BEFORE INSERT ON m2m_links FOR EACH ROW EXECUTE FUNCTION site()")
        .update();
    try {
      assertEquals(
          Optional.empty(),
          new SharedEvent(inbox, database, shared, SharedTransactionsTest::effect).result());
    } finally {
      sql.sql("DROP FUNCTION site CASCADE").update();
    }
  }
}
