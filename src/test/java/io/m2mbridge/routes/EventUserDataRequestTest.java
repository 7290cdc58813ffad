package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventUserDataRequestTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @BeforeEach
  void forwardWorks() {
    requests.mock("forward").whenAnyExchangeReceived(exchange -> {});
  }

  @Test
  void answersWithWhatIsKnown() {
    assertEquals("fulfilled", requests.askAndAwait("known").get("state"));
    List<M2mApi.Request> puts = requests.puts("known");
    assertEquals(1, puts.size());
    assertEquals(
        "{\"referenceId\":\"user_known\",\"userData\":{\"name\":{\"secondName\":\"Carlos\","
            + "\"secondLastName\":\"Lopez\"},\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\","
            + "\"dob\":\"1990-05-15\"}}",
        puts.get(0).body());
  }

  @Test
  void notesTheRequest() {
    Event event = requests.event("noted");
    requests.send(event).await("noted", "done");
    Map<String, Object> row = requests.row("noted");
    assertEquals("user_noted", row.get("reference_id"));
    assertEquals("link_acme_a1b2c3d4e5f6", row.get("link_id"));
    assertEquals(
        "{name.secondName,name.secondLastName,idNumber,idType,dob}",
        row.get("required_fields").toString());
    assertEquals(requests.api().replyEndpoint("noted"), row.get("reply_endpoint"));
    assertEquals(
        requests.bridge().delivery(DataRequests.key("noted")).get("received_at"),
        row.get("received_at"));
  }

  @Test
  void forwardsTheEventItselfAfterTheReply() {
    AtomicReference<String> body = new AtomicReference<>();
    AtomicReference<Object> stateThen = new AtomicReference<>();
    requests
        .mock("forward")
        .whenAnyExchangeReceived(
            exchange -> {
              body.set(exchange.getMessage().getBody(String.class));
              stateThen.set(requests.row("forwarded").get("state"));
            });
    requests.knows("forwarded");
    Event event = requests.event("forwarded");
    requests.send(event).await("forwarded", "done");
    assertEquals(event.toString(), body.get());
    assertEquals("fulfilled", stateThen.get());
    assertEquals(1, requests.forwards("forwarded"));
  }

  @Test
  void forwardsWhateverBecameOfTheReply() {
    requests.send(requests.event("no_data")).await("no_data", "done");
    requests
        .send(requests.event("rejected").withText("data.replyEndpoint", "https://evil.example"))
        .await("rejected", "done");
    requests
        .send(requests.event("late").withText("data.expiresAt", Instant.EPOCH.toString()))
        .await("late", "done");
    requests.answers("failed", M2mApi.json(404, "")).askAndAwait("failed");
    for (String id : List.of("no_data", "rejected", "late", "failed")) {
      assertEquals(1, requests.forwards(id), id);
    }
  }

  @Test
  void repliesOnceHoweverOftenTheForwardIsTried() {
    failTheForward(3);
    requests.askAndAwait("fulfilled_once");
    failTheForward(3);
    requests.answers("failed_once", M2mApi.json(400, "")).askAndAwait("failed_once");
    failTheForward(3);
    requests
        .answers(
            "expired_once", M2mApi.json(409, "{\"error\":{\"code\":\"DATA_REQUEST_EXPIRED\"}}"))
        .askAndAwait("expired_once");
    for (String id : List.of("fulfilled_once", "failed_once", "expired_once")) {
      assertEquals(1, requests.puts(id).size(), id);
      assertEquals(4, requests.bridge().delivery(DataRequests.key(id)).get("attempts"), id);
      assertEquals(id.replace("_once", ""), requests.row(id).get("state"));
    }
  }

  @Test
  void endsOnceHoweverOftenTheForwardIsTried() {
    double rejected = requests.replies("rejected");
    double noData = requests.replies("no_data");
    failTheForward(3);
    requests
        .send(
            requests.event("rejected_once").withText("data.replyEndpoint", "https://evil.example"))
        .await("rejected_once", "done");
    failTheForward(3);
    requests.send(requests.event("no_data_once")).await("no_data_once", "done");
    assertEquals(rejected + 1, requests.replies("rejected"));
    assertEquals(noData + 1, requests.replies("no_data"));
    requests.awaitNotice("reply-rejected", "rejected_once");
    assertEquals(1, requests.notices("rejected_once").size());
  }

  @Test
  void triesTheForwardBeyondTheDeadlineOfTheReply() {
    AtomicReference<Instant> deadline = new AtomicReference<>(Instant.now().plusSeconds(2));
    requests
        .mock("forward")
        .whenAnyExchangeReceived(
            exchange -> {
              if (Instant.now().isBefore(deadline.get().plusMillis(500))) {
                throw new IllegalStateException("down");
              }
            });
    requests.knows("beyond");
    requests
        .send(requests.event("beyond").withText("data.expiresAt", deadline.get().toString()))
        .await("beyond", "done");
    assertEquals("fulfilled", requests.row("beyond").get("state"));
    assertTrue(requests.notices("beyond").isEmpty());
    // With back-off: not in a tight loop up to the deadline.
    int attempts = (Integer) requests.bridge().delivery(DataRequests.key("beyond")).get("attempts");
    assertTrue(attempts >= 3 && attempts < 15, () -> attempts + " attempts");
  }

  @Test
  void doesNotLetM2MsRetryAfterDelayTheForward() {
    failTheForward(1);
    requests.answers("asked", M2mApi.json(404, "", "Retry-After", "3600"));
    assertEquals("failed", requests.askAndAwait("asked").get("state"));
  }

  private static void failTheForward(int times) {
    AtomicInteger left = new AtomicInteger(times);
    requests
        .mock("forward")
        .whenAnyExchangeReceived(
            exchange -> {
              if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("down");
              }
            });
  }
}
