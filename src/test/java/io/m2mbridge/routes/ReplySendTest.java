package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.M2mApi;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("verify")
class ReplySendTest {
  private static DataRequests requests;

  @BeforeAll
  static void start() {
    requests = DataRequests.start(Map.of("m2m.dispatch.maximum-attempts", "4"));
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @Test
  void sendsAgainWithinSecondsAndThenLeavesItToTheInbox() {
    String id = "inbox";
    var no = DataRequests.UNAVAILABLE;
    requests.answers(id, no, no, no, no, no, no, no, no, no);
    Map<String, Object> row = requests.askAndAwait(id);
    assertEquals("fulfilled", row.get("state"));
    assertEquals(10, row.get("attempts"));
    assertEquals(10, requests.puts(id).size());
    // Four PUTs an attempt of the inbox: 4, 4, and 2.
    assertEquals(3, requests.bridge().delivery(DataRequests.key(id)).get("attempts"));
  }

  @Test
  void leavesTheForwardAllItsAttemptsHoweverManyTheReplyTook() {
    String id = "both";
    var no = DataRequests.UNAVAILABLE;
    requests.answers(id, no, no, no, no, no, no, no, no, no);
    AtomicInteger failures = new AtomicInteger(3);
    requests
        .mock("forward")
        .whenAnyExchangeReceived(
            exchange -> {
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("down");
              }
            });
    Map<String, Object> row = requests.askAndAwait(id);
    requests.mock("forward").whenAnyExchangeReceived(exchange -> {});

    assertEquals("fulfilled", row.get("state"));
    assertEquals(10, requests.puts(id).size());
    assertEquals(4, requests.bridge().delivery(DataRequests.key(id)).get("attempts"));
  }

  @Test
  void waitsLongerEachTime() {
    String id = "back_off";
    var no = DataRequests.UNAVAILABLE;
    requests.answers(id, no, no, no).askAndAwait(id);
    List<M2mApi.Request> puts = requests.puts(id);
    assertEquals(4, puts.size());
    assertTrue(between(puts, 0).toMillis() >= 40, () -> between(puts, 0).toString());
    assertTrue(between(puts, 2).toMillis() >= 120, () -> between(puts, 2).toString());
  }

  @Test
  void waitsAsManySecondsAsM2MAsks() {
    String id = "seconds";
    requests.answers(id, M2mApi.json(429, "", "Retry-After", "1")).askAndAwait(id);
    assertTrue(between(requests.puts(id), 0).toMillis() >= 1000);
    assertEquals(1, requests.bridge().delivery(DataRequests.key(id)).get("attempts"));
  }

  @Test
  void waitsLongInTheInboxSoThatNoWorkerIsHeld() {
    String id = "long_wait";
    requests.answers(id, M2mApi.json(503, "", "Retry-After", "3")).ask(id);
    // It is pending before the first attempt, too.
    Awaitility.await().until(() -> requests.puts(id).size() == 1);
    Map<String, Object> delivery = requests.bridge().await(DataRequests.key(id), "pending");
    assertTrue(
        ((java.sql.Timestamp) delivery.get("next_attempt_at"))
            .toInstant()
            .isAfter(Instant.now().plusSeconds(1)));
    assertEquals("pending", requests.row(id).get("state"));
    assertEquals("fulfilled", requests.await(id, "done").get("state"));
    assertTrue(between(requests.puts(id), 0).toMillis() >= 3000);
  }

  @Test
  void waitsTillTheDateThatM2MNames() {
    String id = "date";
    Instant date = Instant.now().plusSeconds(4);
    String header = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    requests.answers(id, M2mApi.json(503, "", "Retry-After", header)).askAndAwait(id);
    assertTrue(!requests.puts(id).get(1).at().isBefore(date.minusSeconds(1)));
  }

  @Test
  void endsAtTheDeadlineThatRetryAfterGoesBeyond() {
    String id = "beyond";
    requests.answers(id, M2mApi.json(503, "", "Retry-After", "3600")).knows(id);
    Instant deadline = Instant.now().plusSeconds(2);
    requests.send(requests.event(id).withText("data.expiresAt", deadline.toString()));
    assertExpired(id, deadline);
    assertEquals(1, requests.puts(id).size());
  }

  @Test
  void triesUntilTheDeadlineAndNeverAfter() {
    String id = "never_taken";
    M2mApi.Answer[] no = new M2mApi.Answer[200];
    java.util.Arrays.fill(no, DataRequests.UNAVAILABLE);
    requests.answers(id, no).knows(id);
    Instant deadline = Instant.now().plusSeconds(3);
    requests.send(requests.event(id).withText("data.expiresAt", deadline.toString()));
    assertExpired(id, deadline);
    List<M2mApi.Request> puts = requests.puts(id);
    assertTrue(puts.size() > 4, () -> puts.size() + " PUTs");
    assertFalse(puts.get(puts.size() - 1).at().isAfter(deadline));
  }

  @Test
  void givesUpAtTheDeadlineWhereAnAnswerDoesNotCome() {
    String id = "hangs";
    CountDownLatch end = new CountDownLatch(1);
    requests.answers(id, M2mApi.after(end, M2mApi.FULFILLED)).knows(id);
    Instant deadline = Instant.now().plusSeconds(2);
    requests.send(requests.event(id).withText("data.expiresAt", deadline.toString()));
    assertExpired(id, deadline);
    end.countDown();
    assertEquals(1, requests.puts(id).size());
  }

  private static void assertExpired(String id, Instant deadline) {
    Map<String, Object> row = requests.await(id, "dead");
    assertEquals("expired", row.get("state"));
    assertNull(row.get("fulfilled_at"));
    assertFalse(Instant.now().isBefore(deadline));
    assertTrue(Instant.now().isBefore(deadline.plusSeconds(5)));
    Awaitility.await().until(() -> requests.notices(id).size() == 1);
    requests.awaitNotice("dead", id);
  }

  private static Duration between(List<M2mApi.Request> puts, int index) {
    return Duration.between(puts.get(index).at(), puts.get(index + 1).at());
  }
}
