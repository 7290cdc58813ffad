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
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SettlementTest extends SettledDeliveries {
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
}
