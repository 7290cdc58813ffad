package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.testing.LogLines;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SettlementTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static ClaimedDelivery lastClaimed;
  private static DefaultCamelContext context;
  private static FaultyDataSource database;
  private static Inbox inbox;
  private DeliveryEndpoint endpoint;
  private final Clock clock = Clock.systemUTC();
  private Settlement settlement;
  private MockEndpoint deadLetters;

  @BeforeAll
  static void start() {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @BeforeEach
  void prepare() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
    DeliveryComponent component = new DeliveryComponent();
    component.setCamelContext(context);
    endpoint = new DeliveryEndpoint("m2m-deliveries:test", component);
    endpoint.setInbox(inbox);
    endpoint.setBackOff("1s");
    endpoint.setMaximumBackOff("1m");
    endpoint.setMaximumAttempts(5);
    endpoint.setDeadLetterUri("mock:dead-letters");
    settlement = new Settlement(endpoint, clock);
    deadLetters = context.getEndpoint("mock:dead-letters", MockEndpoint.class);
    deadLetters.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.8, 1.2",
    "2, 1.6, 2.4",
    "3, 3.2, 4.8",
    "4, 6.4, 9.6",
    "7, 51.2, 60",
    "40, 60, 60",
    "2147483647, 60, 60"
  })
  void doublesTheDelayWithEachAttemptUpToItsMaximum(int attempt, double least, double most) {
    endpoint.setMaximumAttempts(Integer.MAX_VALUE);
    for (int i = 0; i < 5; i++) {
      ClaimedDelivery claimed = claimed(attempt == Integer.MAX_VALUE ? attempt - 1 : attempt);
      settle(claimed, exchange(new IOException("x")));

      double delay = delay(claimed);
      assertTrue(delay > least - 0.7 && delay <= most, () -> attempt + ": " + delay);
    }
  }

  @Test
  void classifiesAFailureByItsCauses() {
    Map<Throwable, Settlement.Outcome> outcomes =
        Map.of(
            new LeaseLostException("x"), Settlement.Outcome.LEASE_LOST,
            new InterruptedException("x"), Settlement.Outcome.INTERRUPTED,
            new RejectedExecutionException("x"), Settlement.Outcome.REJECTED,
            new UnrecoverableException("x"), Settlement.Outcome.UNRECOVERABLE,
            new IOException("x"), Settlement.Outcome.RETRYABLE);

    outcomes.forEach(
        (failure, outcome) -> {
          assertEquals(outcome, Settlement.classify(failure));
          assertEquals(outcome, Settlement.classify(new IllegalStateException("x", failure)));
        });
  }

  @Test
  void spreadsTheDelays() {
    endpoint.setBackOff("40s");
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < 20; i++) {
      ClaimedDelivery claimed = claimed(1);
      settle(claimed, exchange(new IOException("x")));
      least = Math.min(least, delay(claimed));
      most = Math.max(most, delay(claimed));
    }
    assertTrue(most - least > 2, least + " to " + most);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    ClaimedDelivery fourth = claimed(4);
    settle(fourth, exchange(new IOException("x")));
    assertEquals("pending", row(database, fourth.eventKey()).get("state"));

    ClaimedDelivery fifth = claimed(5);
    settle(fifth, exchange(new IOException("GALO900515HDFRPN09")));
    var row = row(database, fifth.eventKey());
    assertEquals("dead", row.get("state"));
    assertEquals("IOException", row.get("last_error"));
    assertNull(row.get("next_attempt_at"));
    assertNotice(fifth, "dead");
  }

  @Test
  void triesUntilTheInstantThatTheRouteSetsHoweverOften() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().plusSeconds(3600));
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    double delay = delay(claimed);
    assertTrue(delay > 25 && delay <= 30, () -> "half a minute at most, but " + delay);
  }

  @Test
  void triesOnceMoreAtThatInstant() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().plusSeconds(20));
    settle(claimed, exchange);

    double delay = delay(claimed);
    assertTrue(delay > 15 && delay <= 20, () -> "" + delay);
  }

  @Test
  void givesUpAfterThatInstantThoughItIsTheFirstAttempt() {
    ClaimedDelivery claimed = claimed(1);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", Instant.now().minusSeconds(60));
    settle(claimed, exchange);

    assertEquals("dead", row(database, claimed.eventKey()).get("state"));
  }

  @Test
  void triesOnceMoreWhereThatInstantPassedDuringTheAttempt() {
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    Instant until = Instant.ofEpochMilli(exchange.getClock().getCreated() + 1);
    exchange.setVariable("retryUntil", until);
    Awaitility.await().until(() -> Instant.now().isAfter(until));
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertTrue(delay(claimed) <= 0.01);
  }

  @Test
  void readsTheTimeFromItsClock() {
    Instant now = Instant.parse("2020-01-01T00:00:00Z");
    settlement = new Settlement(endpoint, Clock.fixed(now, ZoneOffset.UTC));
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryUntil", now.plusSeconds(10));
    settlement.settle(claimed, exchange, now);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertTrue(delay(claimed) > 5 && delay(claimed) <= 10.1, () -> "" + delay(claimed));
    settlement.settle(claimed(1), exchange, now.plusSeconds(10));
    assertEquals("dead", row(database, lastClaimed.eventKey()).get("state"));
  }

  @Test
  void waitsAtLeastAsLongAsTheRouteAsks() {
    ClaimedDelivery claimed = claimed(1);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("retryAfter", 120_000L);
    settle(claimed, exchange);

    double delay = delay(claimed);
    assertTrue(delay > 115 && delay <= 120, () -> "" + delay);
  }

  @Test
  void isDeadAtOnceAfterAnUnrecoverableFailure() {
    ClaimedDelivery claimed = claimed(1);
    settle(
        claimed,
        exchange(new CamelExecutionException("x", null, new UnrecoverableException("no more"))));

    var row = row(database, claimed.eventKey());
    assertEquals("dead", row.get("state"));
    assertEquals("UnrecoverableException: no more", row.get("last_error"));
  }

  @Test
  void countsNoAttemptThatWasRejected() {
    ClaimedDelivery claimed = claimed(5);
    settle(claimed, exchange(new RejectedExecutionException("x")));

    var row = row(database, claimed.eventKey());
    assertEquals("pending", row.get("state"));
    assertEquals(4, row.get("attempts"));
    assertTrue(delay(claimed) <= 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4, 1", "40, 10", "120, 30", "100000, 30"})
  void waitsLongerTheLongerItIsRejected(int age, int delay) {
    ClaimedDelivery claimed = claimed(1, age);
    settle(claimed, exchange(new RejectedExecutionException("x")));

    double found = delay(claimed);
    assertTrue(found > delay - 0.9 && found <= delay + 1, () -> "" + found);
  }

  @Test
  void waitsNoLongerThanTillTheDeadlineWhenItIsRejected() {
    ClaimedDelivery claimed = claimed(1, 100_000);
    Exchange rejected = exchange(new RejectedExecutionException("x"));
    rejected.setVariable("retryUntil", Instant.now().plusSeconds(3));
    settle(claimed, rejected);

    assertTrue(delay(claimed) <= 3.1, () -> "" + delay(claimed));
  }

  @Test
  void countsNoAttemptThatTheStopCutShort() {
    ClaimedDelivery claimed = claimed(1);
    settle(claimed, exchange(new InterruptedException("x")));

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertEquals(0, row(database, claimed.eventKey()).get("attempts"));
  }

  @Test
  void countsFromOneAgainWhereTheRouteSaysSo() {
    endpoint.setBackOff("10s");
    ClaimedDelivery claimed = claimed(500);
    Exchange exchange = exchange(new IOException("x"));
    exchange.setVariable("attempt", 1);
    settle(claimed, exchange);

    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    assertEquals(1, row(database, claimed.eventKey()).get("attempts"));
    double delay = delay(claimed);
    assertTrue(delay > 7 && delay <= 12, () -> "" + delay);
  }

  @Test
  void writesNothingWhereTheLeaseIsLost() {
    for (Exception failure :
        new Exception[] {
          new IOException("x"),
          new UnrecoverableException("x"),
          new RejectedExecutionException("x"),
          new LeaseLostException("x")
        }) {
      ClaimedDelivery late = claimed(1);
      Deliveries.endLease(database, late.eventKey());
      inbox.leases().claim(Map.of("link.created", 1), 1);
      Object before = row(database, late.eventKey()).get("lease_token");
      settle(late, exchange(failure));

      var row = row(database, late.eventKey());
      assertEquals("processing", row.get("state"), String.valueOf(failure));
      assertEquals(before, row.get("lease_token"));
      JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
    }
    assertEquals(0, deadLetters.getReceivedCounter());
  }

  @Test
  void sendsTheNoticeThatTheRouteNamed() {
    ClaimedDelivery claimed = claimed(1);
    Exchange exchange = exchange(new UnrecoverableException("x"));
    exchange.setVariable("notice", "operation-created");
    exchange.setVariable("noticeWhenDead", "key-refused");
    settle(claimed, exchange);

    assertNotice(claimed, "key-refused");
  }

  @Test
  void writesItsNoticeWithItsDeathWhereARouteSendsThoseRows() {
    Inbox keeping = new Inbox(database);
    keeping.notices().keep();
    endpoint.setInbox(keeping);
    for (String uri : List.of("seda:notify-trouble", "mock:dead-letters")) {
      endpoint.setDeadLetterUri(uri);
      ClaimedDelivery claimed = claimed(5);
      Exchange exchange = exchange(new IOException("GALO900515HDFRPN09"));
      FailedStep.note(exchange, new FailedStep.Place("event-link-created", "tell-accounting"));
      new Settlement(endpoint, clock).settle(claimed, exchange, began(exchange));

      assertEquals(
          "IOException at event-link-created/tell-accounting",
          row(database, claimed.eventKey()).get("last_error"));
      Map<String, Object> notice =
          JdbcClient.create(database)
              .sql("SELECT * FROM m2m_notices WHERE delivery_id = ?")
              .param(claimed.id())
              .query()
              .singleRow();
      assertEquals("dead", notice.get("notice"));
      assertEquals("IOException at event-link-created/tell-accounting", notice.get("cause"));
      assertEquals("event-link-created", notice.get("route"));
      assertEquals("tell-accounting", notice.get("step"));
      assertEquals(5, notice.get("event_attempts"));
      assertEquals(uri.startsWith("seda") ? "trouble" : "dead-letters", notice.get("queue"));
      assertNull(notice.get("ended_at"));
    }
    assertEquals(0, deadLetters.getReceivedCounter());
  }

  @Test
  void logsADeadLetterThatCantBeSentFromMemory() {
    deadLetters.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("GALO900515HDFRPN09");
        });
    ClaimedDelivery claimed = claimed(5);
    try (LogLines log = LogLines.capture()) {
      settle(claimed, exchange(new IOException("x")));

      assertEquals(
          List.of(
              Settlement.class.getName()
                  + " notice dead of "
                  + claimed.eventKey()
                  + " could not be sent: IllegalStateException"),
          log.with("could not be sent"));
    }
  }

  @Test
  void neverThrows() {
    ClaimedDelivery claimed = claimed(1);
    for (var fault :
        new FaultyDataSource.Fault[] {
          FaultyDataSource.Fault.REFUSED, FaultyDataSource.Fault.ERROR
        }) {
      database.has(fault);
      settle(claimed, exchange(new IOException("x")));
    }
    database.has(FaultyDataSource.Fault.NONE);
    Exchange odd = exchange(new IOException("x"));
    odd.setVariable("retryUntil", "some day");
    settle(claimed, odd);
    assertEquals("pending", row(database, claimed.eventKey()).get("state"));
    endpoint.setDeadLetterUri("direct:nowhere?block=false");
    ClaimedDelivery hopeless = claimed(1);
    settle(hopeless, exchange(new UnrecoverableException("x")));
    assertEquals("dead", row(database, hopeless.eventKey()).get("state"));
  }

  private void settle(ClaimedDelivery claimed, Exchange exchange) {
    settlement.settle(claimed, exchange, began(exchange));
  }

  private static Instant began(Exchange exchange) {
    return Instant.ofEpochMilli(exchange.getClock().getCreated());
  }

  private void assertNotice(ClaimedDelivery claimed, String notice) {
    assertEquals(1, deadLetters.getReceivedCounter());
    Exchange told = deadLetters.getReceivedExchanges().get(0);
    assertEquals(claimed.eventKey(), told.getVariable("eventKey"));
    assertEquals(notice, told.getVariable("notice"));
    assertEquals(
        List.of("m2mAttempts", "m2mCause", "m2mDeliveryId", "m2mEvent", "m2mEventKey", "m2mNotice"),
        told.getMessage().getHeaders().keySet().stream()
            .filter(name -> name.startsWith("m2m"))
            .sorted()
            .toList());
    assertEquals(String.valueOf(claimed.id()), told.getMessage().getHeader("m2mDeliveryId"));
    assertTrue(told.getMessage().getBody(String.class).contains(claimed.eventKey()));
    assertFalse(told.getMessage().getBody(String.class).contains("GALO900515HDFRPN09"));
  }

  private static double delay(ClaimedDelivery claimed) {
    return JdbcClient.create(database)
        .sql(
            "SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8"
                + " FROM m2m_deliveries WHERE id = ?")
        .param(claimed.id())
        .query(Double.class)
        .single();
  }

  /** A delivery of its own, as if it were claimed for the nth time. */
  private static ClaimedDelivery claimed(int attempt) {
    return claimed(attempt, 0);
  }

  /**
   * @param age in seconds since its receipt
   */
  private static ClaimedDelivery claimed(int attempt, int age) {
    String key = "s" + NUMBER.incrementAndGet();
    Deliveries.store(inbox, Deliveries.linkCreated(key));
    ClaimedDelivery claimed =
        inbox.leases().claim(Map.of("link.created", 1), 1).stream().findFirst().orElseThrow();
    lastClaimed =
        new ClaimedDelivery(
            claimed.id(),
            claimed.leaseToken(),
            claimed.eventKey(),
            claimed.lane(),
            attempt,
            0,
            claimed.run(),
            claimed.receivedAt().minusSeconds(age),
            null,
            claimed.body(),
            Set.of(),
            null);
    return lastClaimed;
  }

  /** The exchange of the delivery that was claimed last. */
  private static Exchange exchange(Exception failure) {
    Exchange exchange = new DefaultExchange(context);
    new DeliveryExchanges().name(exchange, lastClaimed);
    exchange.setVariable("event", "link.created");
    exchange.setException(failure);
    return exchange;
  }
}
