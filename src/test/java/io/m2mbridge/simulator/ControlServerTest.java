package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Sandbox.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the portal and the user do, asked for by HTTP. */
class ControlServerTest {
  private static final Receiver.Answer REFUSAL = Receiver.status(500);

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private Answer use(Link link, String step, String body) throws Exception {
    return m2m.post("/simulator/links/" + link.linkId + "/" + step, body);
  }

  @Test
  void needsNoKey() throws Exception {
    assertEquals(200, m2m.send(m2m.withoutKey("/simulator/report").GET()).status());
  }

  @Test
  void takesAUserThroughALink() throws Exception {
    Link link = m2m.createLink("user_1", ",'userData':{'idType':'INE'}");
    assertEquals(1, use(link, "open", null).body().path("dataRequests").asInt());
    Answer filled =
        use(link, "fill", "{'idType':'CURP','idNumber':'X','dob':'soon','name':{'lastName':'A'}}");
    Answer sent = use(link, "send", null);
    Answer cancelled = use(link, "cancel", null);
    m2m.awaitIdle();

    assertEquals(
        Sandbox.json("{'idType':'INE','idNumber':'X','name':{'lastName':'A'}}"),
        filled.body().path("userData"));
    assertEquals("created", sent.body().path("status").asText());
    assertEquals("cancelled", cancelled.body().path("status").asText());
    assertEquals(link.operationId, cancelled.body().path("operationId").asText());
    for (String event : EventTemplates.EVENTS) {
      assertEquals(1, m2m.receiver.requests(event).size(), event);
    }
  }

  @Test
  void endsAnOperationOnceAndForAll() throws Exception {
    for (List<String> ends :
        List.of(
            List.of("complete", "completedAt", "completed"),
            List.of("fail", "failedAt", "failed"),
            List.of("cancel", "createdAt", "cancelled"))) {
      Link link = m2m.createLink("user_" + ends.get(0));
      use(link, "open", null);
      use(link, "send", null);
      Answer ended = use(link, ends.get(0), null);

      assertTrue(ended.body().path(ends.get(1)).isTextual(), ended.text());
      for (String late : List.of("complete", "fail", "cancel")) {
        assertEquals(ended.text(), use(link, late, null).text());
      }
      assertEquals(
          ended.body(),
          m2m.get("/partner/operations?status=" + ends.get(2)).data().path("items").path(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "send", "cancel", "complete", "fail"})
  void usesNoLinkThatIsNone(String step) throws Exception {
    assertEquals(404, m2m.post("/simulator/links/link_sim_none/" + step, null).status());
  }

  @Test
  void refusesAStepThatIsNotToBeTakenYet() throws Exception {
    Link link = m2m.createLink("user_1");

    assertEquals(409, use(link, "send", null).status());
    assertEquals(409, use(link, "cancel", null).status());
    assertEquals(400, use(link, "fill", "[]").status());
    assertEquals(0, m2m.get("/partner/operations").data().path("items").size());
  }

  @Test
  void opensNoLinkThatWasRevoked() throws Exception {
    Link link = m2m.createLink("user_1");
    m2m.post("/partner/links/" + link.linkId + "/revoke", null);
    Answer answer = use(link, "open", null);
    m2m.awaitIdle();

    assertEquals("revoked", answer.body().path("status").asText());
    assertEquals(1, m2m.receiver.requests().size());
  }

  @Test
  void replaysWhatFailedOrWhatWasTaken() throws Exception {
    m2m.speed = 60_000;
    m2m.receiver.answers(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL);
    m2m.createLink("user_1");
    m2m.awaitIdle();
    m2m.createLink("user_2");
    m2m.awaitIdle();

    assertEquals(6, m2m.receiver.requests().size());
    assertEquals(1, replayed(""));
    m2m.awaitIdle();
    assertEquals(7, m2m.receiver.requests().size());
    assertEquals(0, replayed(""));
    assertEquals(2, replayed("?state=acknowledged"));
    m2m.awaitIdle();
    assertEquals(9, m2m.receiver.requests().size());
    assertTrue(
        m2m.receiver.requests().stream().allMatch(request -> request.isSignedWith(Sandbox.SECRET)));
  }

  @Test
  void replaysWhatWasLost() throws Exception {
    m2m.faults.lost = Rate.ALWAYS;
    Link link = m2m.createLink("user_1");
    m2m.awaitIdle();
    Answer report = m2m.get("/simulator/report");

    assertEquals(List.of(), m2m.receiver.requests());
    assertEquals("[\"link.created:" + link.linkId + "\"]", report.body().path("lost").toString());
    assertEquals(
        "[\"link-missing-here " + link.linkId + "\"]", report.body().path("toFind").toString());

    assertEquals(1, replayed("?state=lost"));
    m2m.awaitIdle();
    assertEquals(1, m2m.receiver.requests().size());
    assertEquals("[]", m2m.get("/simulator/report").body().path("lost").toString());
  }

  private int replayed(String query) throws Exception {
    return m2m.post("/simulator/webhooks/replay" + query, null).body().path("replayed").asInt(-1);
  }

  @Test
  void reportsWhatWasSentAndWhatCameOfIt() throws Exception {
    m2m.speed = 60_000;
    m2m.receiver.answers(REFUSAL, Receiver.cut());
    m2m.createLink("user_1");
    m2m.awaitIdle();
    Link link = m2m.createLink("user_2");
    use(link, "open", null);
    m2m.awaitIdle();
    DataRequest request =
        m2m.simulator().ask(() -> m2m.simulator().platform().dataRequests().get(0));
    m2m.put(
        "/partner/data-requests/" + request.dataRequestId,
        "{'referenceId':'user_2','userData':{'idType':'INE'}}");
    Answer report = m2m.get("/simulator/report");

    String text = report.text().replaceAll(",\"timeToReplyMillis\".*", "}");
    assertEquals(
        "{\"links\":2,\"operations\":0,\"webhooks\":4,\"attempts\":6,\"copies\":0,"
            + "\"acknowledged\":4,\"retried\":1,\"failed\":0,\"pending\":0,"
            + "\"notTaken\":{\"500\":1,\"cut off\":1},"
            + "\"dataRequests\":1,\"fulfilled\":1,\"replies\":1}",
        text);
    assertEquals("[]", report.body().path("lost").toString());
    assertEquals("[]", report.body().path("toFind").toString());
  }
}
