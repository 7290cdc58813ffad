package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.sql.Array;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPutTest {
  private static final M2mApi.Answer EXPIRED =
      M2mApi.json(409, "{\"success\":false,\"error\":{\"code\":\"DATA_REQUEST_EXPIRED\"}}");
  private static final M2mApi.Answer CONFLICT =
      M2mApi.json(409, "{\"success\":false,\"error\":{\"code\":\"ALREADY_FULFILLED\"}}");

  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @Test
  void notesWhatWasTaken() throws Exception {
    double retries = requests.replies("retry");
    Map<String, Object> row = requests.askAndAwait("taken");
    assertEquals("fulfilled", row.get("state"));
    assertEquals(200, row.get("http_status"));
    assertNull(row.get("error_code"));
    assertEquals(1, row.get("attempts"));
    assertNotNull(row.get("fulfilled_at"));
    assertNotNull(row.get("last_attempt_at"));
    assertEquals(
        List.of("name.secondName", "name.secondLastName", "idNumber", "idType", "dob"),
        List.of((String[]) ((Array) row.get("fields_sent")).getArray()));
    assertEquals(1, requests.puts("taken").size());
    assertEquals(0, requests.replies("retry") - retries);
  }

  @ParameterizedTest
  @CsvSource({
    "201, OTHER, fulfilled",
    "204, , fulfilled",
    "301, MOVED, failed",
    "302, , failed",
    "307, , failed",
    "308, , failed",
    "400, REFERENCE_ID_MISMATCH, failed",
    "400, INVALID_REQUEST, failed",
    "402, , failed",
    "404, DATA_REQUEST_NOT_FOUND, failed",
    "405, , failed",
    "410, GONE, failed",
    "413, , failed",
    "415, , failed",
    "422, INVALID, failed",
    "409, DATA_REQUEST_EXPIRED, expired",
    "409, LINK_EXPIRED, expired",
    "409, , expired"
  })
  void endsAtADefiniteAnswer(int status, String code, String state) {
    String id = "definite_" + status + "_" + code;
    String body = code == null ? "" : "{\"success\":false,\"error\":{\"code\":\"" + code + "\"}}";
    requests.answers(id, M2mApi.json(status, status < 300 ? "" : body));

    Map<String, Object> row = requests.askAndAwait(id);

    assertEquals(state, row.get("state"));
    assertEquals(status, row.get("http_status"));
    assertEquals(status < 300 ? null : code, row.get("error_code"));
    assertEquals(1, row.get("attempts"));
    assertEquals(state.equals("fulfilled"), row.get("fulfilled_at") != null);
    assertEquals(1, requests.puts(id).size());
    assertTrue(requests.notices(id).isEmpty());
  }

  @Test
  void failsWhereA2xxSaysSo() {
    requests
        .api()
        .answers(M2mApi.json(200, "{\"success\":false,\"error\":{\"code\":\"INVALID_REQUEST\"}}"));
    Map<String, Object> row = requests.askAndAwait("not_a_success");
    assertEquals("failed", row.get("state"));
    assertEquals(200, row.get("http_status"));
    assertEquals("INVALID_REQUEST", row.get("error_code"));
  }

  @Test
  void keepsNoTextThatM2MSends() {
    requests
        .api()
        .answers(
            M2mApi.json(400, "{\"code\":\"GALO900515HDFRPN09 is no valid idNumber\"}"),
            M2mApi.json(400, "<html>GALO900515HDFRPN09</html>"));
    assertNull(requests.askAndAwait("text_as_code").get("error_code"));
    assertNull(requests.askAndAwait("html").get("error_code"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainAfter(int status) {
    String id = "again_" + status;
    double retries = requests.replies("retry");
    requests.answers(id, M2mApi.json(status, "no JSON"));
    Map<String, Object> row = requests.askAndAwait(id);
    assertEquals("fulfilled", row.get("state"));
    assertEquals(200, row.get("http_status"));
    assertEquals(2, row.get("attempts"));
    assertEquals(2, requests.puts(id).size());
    assertEquals(requests.puts(id).get(0).body(), requests.puts(id).get(1).body());
    assertEquals(1, requests.replies("retry") - retries);
  }

  @Test
  void triesAgainAfterACut() {
    requests.answers("again_cut", M2mApi.cut());
    Map<String, Object> row = requests.askAndAwait("again_cut");
    assertEquals("fulfilled", row.get("state"));
    assertEquals(2, row.get("attempts"));
  }

  @Test
  void takesAConflictForTheAnswerThatNeverCame() {
    for (M2mApi.Answer unknown :
        List.of(M2mApi.cut(), M2mApi.json(500, ""), M2mApi.json(408, ""), M2mApi.json(504, ""))) {
      String id = "conflict_after_" + System.identityHashCode(unknown);
      requests.answers(id, unknown, CONFLICT);
      Map<String, Object> row = requests.askAndAwait(id);
      assertEquals("fulfilled", row.get("state"));
      assertEquals(409, row.get("http_status"));
      assertNotNull(row.get("fulfilled_at"));
    }
  }

  @Test
  void remembersAnUnknownOutcomeOverLaterAnswers() {
    requests.answers("conflict_after_all", M2mApi.cut(), M2mApi.json(429, ""), CONFLICT);
    assertEquals("fulfilled", requests.askAndAwait("conflict_after_all").get("state"));
  }

  @Test
  void takesAConflictAfterARefusalForTheEnd() {
    requests.answers("conflict_after_429", M2mApi.json(429, ""), CONFLICT);
    Map<String, Object> row = requests.askAndAwait("conflict_after_429");
    assertEquals("expired", row.get("state"));
    assertNull(row.get("fulfilled_at"));
  }

  @Test
  void believesThatItExpiredWhateverWasBefore() {
    requests.answers("expired_after_cut", M2mApi.cut(), EXPIRED);
    Map<String, Object> row = requests.askAndAwait("expired_after_cut");
    assertEquals("expired", row.get("state"));
    assertNull(row.get("fulfilled_at"));
    assertTrue(requests.notices("expired_after_cut").isEmpty());
  }

  @Test
  void isDoneWhenM2MSaysThatItExpiredAfterManyAttempts() {
    M2mApi.Answer no = DataRequests.UNAVAILABLE;
    requests.answers("expired_late", no, no, no, no, no, EXPIRED);
    Map<String, Object> row = requests.askAndAwait("expired_late");
    assertEquals("expired", row.get("state"));
    assertEquals(6, row.get("attempts"));
    assertTrue(requests.notices("expired_late").isEmpty());
  }

  @Test
  void takesAConflictAfterAKillDuringThePutForItsOwn() {
    requests.answers("killed", M2mApi.json(404, ""), CONFLICT);
    requests.askAndAwait("killed");
    requests
        .bridge()
        .sql()
        .sql(
            "UPDATE m2m_data_requests SET state = 'pending', ended_at = NULL, http_status = NULL,"
                + " error_code = NULL WHERE data_request_id = 'killed'")
        .update();
    requests.killedBeforeSettled("killed");
    assertEquals("fulfilled", requests.await("killed", "done").get("state"));
    assertEquals(2, requests.puts("killed").size());
  }

  @Test
  void sendsNothingWhenAnotherWorkerHasTakenOver() {
    String id = "taken_over";
    requests
        .api()
        .answers(
            exchange -> {
              requests
                  .bridge()
                  .sql()
                  .sql(
                      "UPDATE m2m_deliveries SET lease_token = gen_random_uuid(), next_attempt_at ="
                          + " clock_timestamp() + interval '3 seconds' WHERE event_key = :key")
                  .param("key", DataRequests.key(id))
                  .update();
              M2mApi.json(503, "").to(exchange);
            });
    requests.ask(id);
    requests.await(id, "done");
    assertEquals(2, requests.puts(id).size());
    var between =
        java.time.Duration.between(requests.puts(id).get(0).at(), requests.puts(id).get(1).at());
    assertTrue(between.toMillis() > 2000, between::toString);
    assertEquals("fulfilled", requests.row(id).get("state"));
  }

  @Test
  void leavesFulfilledWhatAnotherWorkerFulfilled() {
    String id = "fulfilled_elsewhere";
    requests
        .api()
        .answers(
            exchange -> {
              requests
                  .bridge()
                  .sql()
                  .sql(
                      "UPDATE m2m_data_requests SET state = 'fulfilled', fulfilled_at ="
                          + " clock_timestamp() WHERE data_request_id = :id")
                  .param("id", id)
                  .update();
              M2mApi.json(404, "").to(exchange);
            });
    Map<String, Object> row = requests.askAndAwait(id);
    assertEquals("fulfilled", row.get("state"));
    assertNotNull(row.get("fulfilled_at"));
  }

  @Test
  void isPendingWhileItIsTriedAgain() {
    String id = "replayed";
    AtomicReference<Object> meanwhile = new AtomicReference<>();
    requests.answers(
        id,
        M2mApi.json(401, ""),
        exchange -> {
          meanwhile.set(requests.row(id).get("state"));
          M2mApi.FULFILLED.to(exchange);
        });
    Event event = requests.event(id);
    requests.knows(id).send(event).await(id, "dead");
    requests.bridge().send(event.toString());
    assertEquals("fulfilled", requests.await(id, "done").get("state"));
    assertEquals("pending", meanwhile.get());
  }
}
