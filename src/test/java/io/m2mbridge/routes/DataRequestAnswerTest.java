package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataRequestAnswerTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @Test
  void sendsTheFirstPutWithinASecondOfReceipt() {
    requests.askAndAwait("warm_up");
    requests.askAndAwait("quick");
    Instant received = ((Timestamp) requests.row("quick").get("received_at")).toInstant();
    Duration taken = Duration.between(received, requests.puts("quick").get(0).at());
    assertTrue(taken.toMillis() < 1000, taken::toString);
  }

  @Test
  void sendsNothingTwiceAfterAKill() {
    Map<String, Object> before = requests.askAndAwait("killed");
    requests.killedBeforeSettled("killed");
    Map<String, Object> after = requests.await("killed", "done");
    assertEquals(1, requests.puts("killed").size());
    assertEquals(before.get("fulfilled_at"), after.get("fulfilled_at"));
    assertEquals("fulfilled", after.get("state"));
    assertEquals(1, after.get("attempts"));
  }

  @Test
  void sendsNothingTwiceForADuplicate() {
    requests.knows("twice");
    Event event = requests.event("twice");
    requests.send(event).await("twice", "done");
    requests.bridge().send(event.toString());
    requests.bridge().awaitIdle();
    assertEquals(1, requests.puts("twice").size());
  }

  @Test
  void asksForNothingWhenItComesTooLate() {
    double counted = requests.replies("expired");
    requests.knows("late");
    requests.send(
        requests.event("late").withText("data.expiresAt", Instant.now().minusMillis(1).toString()));
    Map<String, Object> row = requests.await("late", "done");
    assertEquals("expired", row.get("state"));
    assertEquals(0, row.get("attempts"));
    assertNull(row.get("last_attempt_at"));
    assertTrue(requests.puts("late").isEmpty());
    assertTrue(requests.notices("late").isEmpty());
    assertEquals(1, requests.replies("expired") - counted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\"soon\"",
        "1767225600",
        "\"2026-13-45T00:00:00Z\"",
        "{}",
        "\"infinity\""
      })
  void triesForAQuarterOfAnHourWhereTheDeadlineCanNotBeRead(String expiresAt) {
    String id = "unreadable_" + Integer.toHexString(expiresAt.hashCode());
    requests.answers(id, M2mApi.json(503, "", "Retry-After", "3600")).knows(id);
    requests.send(requests.event(id).with("data.expiresAt", expiresAt));
    assertTriedForAQuarterOfAnHour(id);
  }

  @Test
  void triesForAQuarterOfAnHourWithoutADeadline() {
    requests.answers("absent", M2mApi.json(503, "", "Retry-After", "3600")).knows("absent");
    requests.send(requests.event("absent").without("data.expiresAt"));
    assertTriedForAQuarterOfAnHour("absent");
  }

  private static void assertTriedForAQuarterOfAnHour(String id) {
    Map<String, Object> delivery = requests.bridge().await(DataRequests.key(id), "pending");
    org.awaitility.Awaitility.await().until(() -> requests.puts(id).size() == 1);
    delivery = requests.bridge().await(DataRequests.key(id), "pending");
    assertNull(requests.row(id).get("expires_at"));
    Duration wait =
        Duration.between(
            ((Timestamp) delivery.get("received_at")).toInstant(),
            ((Timestamp) delivery.get("next_attempt_at")).toInstant());
    assertEquals(900_000, wait.toMillis(), 2000);
    // A quarter of an hour later.
    requests
        .bridge()
        .sql()
        .sql(
            "UPDATE m2m_data_requests SET received_at = received_at - interval '15 minutes'"
                + " WHERE data_request_id = :id")
        .param("id", id)
        .update();
    requests.set(id, "next_attempt_at = now()");
    assertEquals("expired", requests.await(id, "dead").get("state"));
    assertEquals(1, requests.puts(id).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTHER/partner/data-requests/ID",
        "https://127.0.0.1/partner/data-requests/ID",
        "SELF/partner/data-requests/ID/",
        "SELF/partner/data-requests/ID?to=OTHER",
        "SELF/partner/data-requests/ID#x",
        "SELF//partner/data-requests/ID",
        "SELF/partner/data-requests/other",
        "SELF/partner/x/../data-requests/ID",
        "SELF/partner/%2e%2e/partner/data-requests/ID",
        "http://user@HOST/partner/data-requests/ID",
        "http://HOST.evil.example/partner/data-requests/ID",
        "OTHER@HOST/partner/data-requests/ID",
        "http://localhost:PORT/partner/data-requests/ID",
        "not a url"
      })
  void asksNobodyWhereTheEndpointIsNotM2Ms(String endpoint) {
    try (M2mApi other = new M2mApi()) {
      String id = "endpoint_" + Integer.toHexString(endpoint.hashCode());
      String self = requests.api().baseUrl();
      String url =
          endpoint
              .replace("SELF", self)
              .replace("OTHER", other.baseUrl())
              .replace("HOST", self.substring(7))
              .replace("PORT", self.substring(self.lastIndexOf(':') + 1))
              .replace("ID", id);
      int before = requests.api().requests().size();
      requests.knows(id).send(requests.event(id).withText("data.replyEndpoint", url));
      Map<String, Object> row = requests.await(id, "done");
      assertEquals("rejected", row.get("state"));
      assertEquals(0, row.get("attempts"));
      assertTrue(other.requests().isEmpty());
      assertEquals(before, requests.api().requests().size());
      requests.awaitNotice("reply-rejected", id);
    }
  }

  @Test
  void answersAnewWhatWasReplayed() {
    String id = "replayed";
    requests.answers(id, M2mApi.json(404, "")).askAndAwait(id);
    requests.replay(id);
    assertEquals("fulfilled", requests.await(id, "done").get("state"));
  }
}
