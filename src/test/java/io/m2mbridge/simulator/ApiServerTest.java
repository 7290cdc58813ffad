package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Receiver.Request;
import io.m2mbridge.simulator.Sandbox.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key, the limits and the shapes of the answers; what they say is tried elsewhere. */
class ApiServerTest {
  private static final String LINKS = "/partner/links";
  private static final String NEW_SECRET = "/partner/webhooks/config/regenerate-secret";

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private Answer withKey(String path, String... keyHeader) throws Exception {
    HttpRequest.Builder request = m2m.withoutKey(path).GET();
    return m2m.send(keyHeader.length == 0 ? request : request.headers(keyHeader));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/partner/links",
        "/partner/links/link_sim_1",
        "/partner/operations",
        "/partner/data-requests/dr_sim_1",
        "/partner/nothing",
        "/"
      })
  void refusesACallWithoutAKey(String path) throws Exception {
    Answer answer = withKey(path);

    assertEquals(401, answer.status());
    assertEquals("UNAUTHORIZED", answer.body().path("code").asText());
    assertTrue(answer.body().path("message").isTextual());
    assertEquals(2, answer.body().size(), answer.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m_test_00000000000000000000000000000001",
        "m2m_live_00000000000000000000000000000000",
        "M2M_TEST_00000000000000000000000000000000",
        "m2m_test_"
      })
  void refusesAnotherKey(String key) throws Exception {
    Answer answer = withKey(LINKS, "X-API-Key", key);

    assertEquals(401, answer.status());
    assertEquals("INVALID_API_KEY", answer.body().path("code").asText());
    assertEquals(2, answer.body().size(), answer.text());
  }

  @Test
  void takesTheKeyInItsHeaderAlone() throws Exception {
    Answer bearer = withKey(LINKS, "Authorization", "Bearer " + Sandbox.KEY);
    Answer query = withKey(LINKS + "?X-API-Key=" + Sandbox.KEY);

    assertEquals("UNAUTHORIZED", bearer.body().path("code").asText());
    assertEquals("UNAUTHORIZED", query.body().path("code").asText());
    assertEquals(200, withKey(LINKS, "x-api-key", Sandbox.KEY).status());
  }

  @Test
  void createsNothingWithoutTheKey() throws Exception {
    Answer answer =
        m2m.send(
            m2m.with("POST", LINKS, "{'referenceId':'user_1'}").setHeader("X-API-Key", "wrong"));

    assertEquals(401, answer.status());
    assertEquals(0, m2m.get(LINKS).data().path("items").size());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 401})
  void refusesAPartnerWhoIsSuspended(int status) throws Exception {
    m2m.stances.suspended = true;
    m2m.stances.suspendedStatus = status;
    Answer answer = m2m.get(LINKS);

    assertEquals(status, answer.status());
    assertEquals("PARTNER_SUSPENDED", answer.body().path("code").asText());
    assertEquals(2, answer.body().size(), answer.text());
    assertEquals("INVALID_API_KEY", withKey(LINKS, "X-API-Key", "x").body().path("code").asText());
  }

  @Test
  void answersSuspendedWith403Otherwise() throws Exception {
    m2m.stances.suspended = true;

    assertEquals(403, m2m.get(LINKS).status());
  }

  @ParameterizedTest
  @CsvSource({
    "documented, bare, wrapped",
    "wrapped, wrapped, wrapped",
    "bare, bare, bare",
    "empty, empty, empty"
  })
  void shapesErrorsAsTheStanceSays(Stances.ErrorShape shape, String ofKey, String ofOthers)
      throws Exception {
    m2m.stances.errorShape = shape;
    m2m.otherLimit = 3;

    assertShape(ofKey, 401, "INVALID_API_KEY", withKey(LINKS, "X-API-Key", "wrong"));
    assertShape(ofOthers, 404, "RESOURCE_NOT_FOUND", m2m.get("/partner/nothing"));
    assertShape(ofOthers, 400, "INVALID_REQUEST", m2m.get(LINKS + "?page=0"));
    assertShape(ofOthers, 404, "RESOURCE_NOT_FOUND", m2m.get(LINKS + "/link_sim_none"));
    assertShape(ofOthers, 429, "RATE_LIMIT_EXCEEDED", m2m.get(LINKS));
  }

  private static void assertShape(String shape, int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.text());
    switch (shape) {
      case "bare" ->
          assertTrue(answer.text().startsWith("{\"code\":\"" + code + "\",\"message\":"));
      case "wrapped" ->
          assertTrue(
              answer
                  .text()
                  .startsWith(
                      "{\"success\":false,\"error\":{\"code\":\"" + code + "\",\"message\":"),
              answer.text());
      default -> assertEquals("", answer.text());
    }
  }

  @ParameterizedTest
  @EnumSource(Stances.ErrorShape.class)
  void shapesSuccessAlike(Stances.ErrorShape shape) throws Exception {
    m2m.stances.errorShape = shape;

    assertTrue(m2m.get(LINKS).text().startsWith("{\"success\":true,\"data\":{"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /partner",
    "GET, /partner/nothing",
    "GET, /partner/data-requests/dr_sim_1",
    "POST, /partner/data-requests/dr_sim_1",
    "PUT, /partner/data-requests",
    "PUT, /partner/links",
    "DELETE, /partner/links",
    "GET, /partner/links/link_sim_1/revoke",
    "POST, /partner/operations",
    "GET, /partner/webhooks/config/regenerate-secret"
  })
  void hasNothingElse(String method, String path) throws Exception {
    Answer answer = m2m.send(m2m.with(method, path, method.equals("GET") ? null : "{}"));

    assertEquals(404, answer.status());
    assertEquals("RESOURCE_NOT_FOUND", answer.code());
  }

  @Test
  void takesABodyOfSomeMebibytesAndNoMore() throws Exception {
    String image = "data:image/jpeg;base64," + "A".repeat(4 << 20);
    DataRequest request = m2m.askedOf("user_1");
    String path = "/partner/data-requests/" + request.dataRequestId;
    String reply = "{'referenceId':'user_1','userData':{'idImage':'%s'}}";

    assertEquals(400, m2m.put(path, reply.formatted(image + image)).status());
    assertEquals(200, m2m.put(path, reply.formatted(image)).status());
  }

  @Test
  void limitsTheLinksAMinuteAndTheOtherCallsApart() throws Exception {
    m2m.createLimit = 2;
    m2m.otherLimit = 3;
    m2m.createLink("user_1");
    m2m.createLink("user_2");
    Answer fourth = m2m.post(LINKS, "{'referenceId':'user_3'}");
    assertLimited(fourth);
    assertEquals(2, m2m.get(LINKS).data().path("items").size());

    assertEquals(404, m2m.get("/partner/nothing").status());
    assertEquals(200, m2m.get("/partner/operations").status());
    assertLimited(m2m.get(LINKS));
    assertLimited(m2m.post(NEW_SECRET, null));
  }

  private static void assertLimited(Answer answer) {
    assertEquals(429, answer.status());
    assertEquals("RATE_LIMIT_EXCEEDED", answer.code());
    int wait = Integer.parseInt(String.valueOf(answer.retryAfter()));
    assertTrue(wait > 30 && wait <= 60, "Retry-After " + wait);
  }

  @Test
  void saysNotWhenToComeAgainWhereTheStanceSaysSo() throws Exception {
    m2m.stances.noRetryAfter = true;
    m2m.createLimit = 0;
    m2m.otherLimit = 0;

    for (Answer answer : List.of(m2m.get(LINKS), m2m.post(LINKS, "{'referenceId':'user_1'}"))) {
      assertEquals(429, answer.status());
      assertEquals("RATE_LIMIT_EXCEEDED", answer.code());
      assertNull(answer.retryAfter());
    }
  }

  @Test
  void hasRoomAgainWhenItsMinuteIsOver() throws Exception {
    m2m.otherLimit = 1;
    m2m.speed = 30;
    assertEquals(200, m2m.get(LINKS).status());
    Answer refused = m2m.get(LINKS);
    assertEquals(429, refused.status());
    assertTrue(List.of("1", "2").contains(String.valueOf(refused.retryAfter())));

    Awaitility.await()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> m2m.get(LINKS).status() == 200);
  }

  @Test
  void countsNoCallWithAWrongKey() throws Exception {
    m2m.otherLimit = 1;
    for (int i = 0; i < 3; i++) {
      assertEquals(401, withKey(LINKS, "X-API-Key", "wrong").status());
    }

    assertEquals(200, m2m.get(LINKS).status());
  }

  @Test
  void makesANewSecretThatSignsFromThenOn() throws Exception {
    m2m.createLink("user_1");
    m2m.awaitIdle();
    Answer answer = m2m.post(NEW_SECRET, null);
    String secret = answer.body().path("webhookSecret").asText();
    m2m.createLink("user_2");
    m2m.awaitIdle();

    assertEquals(200, answer.status());
    assertEquals(2, answer.body().size(), answer.text());
    assertTrue(secret.matches("whsec_[a-z0-9]{32}"), secret);
    assertTrue(answer.body().path("message").isTextual());
    List<Request> requests = m2m.receiver.requests();
    assertTrue(requests.get(0).isSignedWith(Sandbox.SECRET));
    assertTrue(requests.get(1).isSignedWith(secret));
    assertTrue(!requests.get(1).isSignedWith(Sandbox.SECRET));
  }

  @Test
  void makesAnotherSecretEachTime() throws Exception {
    assertNotEquals(m2m.post(NEW_SECRET, null).text(), m2m.post(NEW_SECRET, null).text());
  }

  @Test
  void wrapsTheNewSecretWhereTheStanceSaysSo() throws Exception {
    m2m.stances.secretAnswer = Stances.Wrapper.wrapped;
    Answer answer = m2m.post(NEW_SECRET, null);
    m2m.createLink("user_1");
    m2m.awaitIdle();

    assertTrue(answer.body().path("success").asBoolean());
    String secret = answer.data().path("webhookSecret").asText();
    assertTrue(m2m.receiver.requests().get(0).isSignedWith(secret));
  }
}
