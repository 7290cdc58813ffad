package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.spi.RouteController;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTroubleTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @ParameterizedTest
  @CsvSource({"401, bare", "401, wrapped", "403, bare", "403, wrapped", "401, none"})
  void keepsAReplyWhoseKeyIsRefusedUntilItIsSentAgain(int status, String form) {
    String id = "refused_" + status + "_" + form;
    String code = "{\"code\":\"INVALID_API_KEY\",\"message\":\"m\"}";
    String body =
        switch (form) {
          case "bare" -> code;
          case "wrapped" -> "{\"success\":false,\"error\":" + code + "}";
          default -> "<html>";
        };
    requests.answers(id, M2mApi.json(status, body)).knows(id);
    Event event = requests.event(id);

    Map<String, Object> row = requests.send(event).await(id, "dead");

    assertEquals("failed", row.get("state"));
    assertEquals(status, row.get("http_status"));
    assertEquals(form.equals("none") ? null : "INVALID_API_KEY", row.get("error_code"));
    assertEquals(1, requests.puts(id).size());
    requests.awaitNotice("key-refused", id);
    assertEquals(1, requests.notices(id).size());

    requests.bridge().send(event.toString());
    row = requests.await(id, "done");
    assertEquals("fulfilled", row.get("state"));
    assertEquals(200, row.get("http_status"));
    assertNull(row.get("error_code"));
    assertEquals(2, requests.puts(id).size());
  }

  @Test
  void sendsAgainWhatIsPutBackBySql() {
    String id = "put_back";
    requests.answers(id, M2mApi.json(403, "")).ask(id).await(id, "dead");
    requests.set(id, "state = 'pending', next_attempt_at = clock_timestamp()");
    assertEquals("fulfilled", requests.await(id, "done").get("state"));
  }

  @Test
  void isStillDeadAfterAKillBetweenTheAnswerAndItsEnd() {
    String id = "killed_after_401";
    requests.answers(id, M2mApi.json(401, ""), M2mApi.json(401, "")).ask(id).await(id, "dead");
    requests.killedBeforeSettled(id);
    assertEquals("failed", requests.await(id, "dead").get("state"));
    assertEquals(2, requests.puts(id).size());
  }

  @Test
  void tellsOfARejectedEndpoint() {
    String id = "rejected";
    requests
        .knows(id)
        .send(requests.event(id).withText("data.replyEndpoint", "https://evil.example/"))
        .await(id, "done");
    requests.awaitNotice("reply-rejected", id);
    assertEquals(1, requests.notices(id).size());
  }

  @Test
  void tellsOnceOfADeadlineThatPassedBeforeTheFirstAttempt() throws Exception {
    String id = "missed";
    Instant deadline = Instant.now().plusSeconds(1);
    RouteController routes = requests.bridge().context().getRouteController();
    routes.stopRoute("data-request-dispatch");
    requests.knows(id).send(requests.event(id).withText("data.expiresAt", deadline.toString()));
    Awaitility.await().until(() -> Instant.now().isAfter(deadline));
    routes.startRoute("data-request-dispatch");

    assertEquals("expired", requests.await(id, "dead").get("state"));
    requests.awaitNotice("dead", id);
    assertTrue(requests.puts(id).isEmpty());

    requests.replay(id);
    assertEquals("expired", requests.await(id, "done").get("state"));
    assertEquals(1, requests.notices(id).size());
  }

  @Test
  void saysNothingOfWhatCameTooLateHoweverOftenItIsTried() throws Exception {
    String id = "late_and_lost";
    RouteController routes = requests.bridge().context().getRouteController();
    routes.stopRoute("data-request-dispatch");
    requests.send(requests.event(id).withText("data.expiresAt", "2026-01-26T14:30:00.000Z"));
    requests.set(id, "attempts = 1");
    routes.startRoute("data-request-dispatch");

    assertEquals("expired", requests.await(id, "done").get("state"));
    assertEquals(2, requests.bridge().delivery(DataRequests.key(id)).get("attempts"));
    assertTrue(requests.notices(id).isEmpty());
  }

  @Test
  void saysNothingOfWhatNobodyCanMend() {
    requests.askAndAwait("fine");
    requests.answers("gone", M2mApi.json(404, "")).askAndAwait("gone");
    requests.send(requests.event("nobody")).await("nobody", "done");
    assertTrue(requests.notices("fine").isEmpty());
    assertTrue(requests.notices("gone").isEmpty());
    assertTrue(requests.notices("nobody").isEmpty());
  }
}
