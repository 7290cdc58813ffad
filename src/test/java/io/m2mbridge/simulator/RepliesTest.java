package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.simulator.Sandbox.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The partner's replies to data requests, over HTTP. */
class RepliesTest {
  private static final String REPLY =
      "{'referenceId':'user_1','userData':{'name':{'firstName':'Ana','secondName':'Inés',"
          + "'lastName':'Solís','secondLastName':'Vega'},'idNumber':'SOVA900515MDFLGN00',"
          + "'idType':'CURP','dob':'1990-05-15'}}";

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private Answer reply(DataRequest request, String body) throws Exception {
    return m2m.put("/partner/data-requests/" + request.dataRequestId, body);
  }

  private Answer revoke(String linkId) throws Exception {
    return m2m.post("/partner/links/" + linkId + "/revoke", "{'reason':'lost'}");
  }

  @Test
  void takesAReply() throws Exception {
    DataRequest request = m2m.askedOf("user_1", ",'userData':{'idType':'INE','address':'here'}");
    Answer answer = reply(request, REPLY);

    assertEquals(200, answer.status());
    assertEquals(Set.of("success", "data"), Sandbox.names(answer.body()));
    assertTrue(answer.body().path("success").asBoolean());
    assertEquals(
        Set.of("dataRequestId", "status", "linkId", "fulfilledAt", "message"),
        Sandbox.names(answer.data()));
    assertEquals(request.dataRequestId, answer.data().path("dataRequestId").asText());
    assertEquals("fulfilled", answer.data().path("status").asText());
    assertEquals(request.link.linkId, answer.data().path("linkId").asText());
    assertEquals(request.fulfilledAt, Instant.parse(answer.data().path("fulfilledAt").asText()));
    assertEquals(
        "User data received and merged successfully", answer.data().path("message").asText());
    JsonNode merged = m2m.get("/partner/links/" + request.link.linkId).data().path("userData");
    assertEquals("here", merged.path("address").asText());
    assertEquals("Solís", merged.at("/name/lastName").asText());
    assertEquals("CURP", merged.path("idType").asText());
  }

  @Test
  void answersTheSecondReplyAsTheFirst() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    Answer first = reply(request, REPLY);
    // So that a time that is taken again is another one.
    Awaitility.await().until(() -> Instant.now().isAfter(request.fulfilledAt.plusMillis(1)));
    Answer second = reply(request, REPLY.replace("Ana", "Eva"));

    assertEquals(200, second.status());
    assertEquals(first.text(), second.text());
    assertEquals("Ana", request.link.userData.at("/name/firstName").asText());
    assertEquals(2, request.replies);
  }

  @Test
  void refusesTheSecondReplyWhereTheStanceSaysSo() throws Exception {
    m2m.stances.secondReply = Stances.Taken.reject;
    DataRequest request = m2m.askedOf("user_1");
    assertEquals(200, reply(request, REPLY).status());

    assertEquals(409, reply(request, REPLY.replace("Ana", "Eva")).status());
    assertEquals("Ana", request.link.userData.at("/name/firstName").asText());
  }

  @Test
  void refusesTheReferenceIdOfSomeoneElse() throws Exception {
    m2m.createLink("user_2");
    DataRequest request = m2m.askedOf("user_1");

    Sandbox.assertError(
        400, "REFERENCE_ID_MISMATCH", reply(request, REPLY.replace("user_1", "user_2")));
    Sandbox.assertError(
        400, "REFERENCE_ID_MISMATCH", reply(request, REPLY.replace("user_1", "USER_1")));
    assertEquals("{}", request.link.userData.toString());
    assertEquals(200, reply(request, REPLY).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Ana",
        "[]",
        "null",
        "{",
        "{}",
        "{'referenceId':'user_1'}",
        "{'referenceId':'user_1','userData':null}",
        "{'referenceId':'user_1','userData':'Ana'}",
        "{'referenceId':'user_1','userData':[]}",
        "{'referenceId':'user_1','userData':{}}",
        "{'referenceId':'user_1','userData':{'name':{}}}",
        "{'userData':{'idType':'INE'}}",
        "{'referenceId':null,'userData':{'idType':'INE'}}",
        "{'referenceId':1,'userData':{'idType':'INE'}}",
        "{'referenceId':'user_1','userData':{'idType':'INE','dob':'15/05/1990'}}",
        "{'referenceId':'user_1','userData':{'idType':'INE','idNumber':null}}",
        "{'referenceId':'user_1','userData':{'idType':'INE','name':'Ana'}}",
        "{'referenceId':'user_1','userData':{'idType':'INE','name.firstName':'Ana'}}",
        "{'referenceId':'user_1','userData':{'idType':''}}"
      })
  void refusesAnInvalidReplyAndMergesNothingOfIt(String body) throws Exception {
    DataRequest request = m2m.askedOf("user_1");

    Sandbox.assertError(400, "INVALID_REQUEST", reply(request, body));
    assertEquals("{}", request.link.userData.toString());
    assertEquals(200, reply(request, REPLY).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json5"})
  void refusesAReplyOfAnotherContentType(String type) throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    String path = "/partner/data-requests/" + request.dataRequestId;

    Sandbox.assertError(
        400,
        "INVALID_REQUEST",
        m2m.send(m2m.with("PUT", path, REPLY).setHeader("Content-Type", type)));
    assertEquals(
        200,
        m2m.send(
                m2m.with("PUT", path, REPLY)
                    .setHeader("Content-Type", "Application/JSON; charset=utf-8"))
            .status());
  }

  @Test
  void takesOnlyTheGoodFieldsOfAReplyWhereTheStanceSaysSo() throws Exception {
    m2m.stances.invalidField = Stances.Taken.accept;
    DataRequest request = m2m.askedOf("user_1");
    Answer answer =
        reply(request, "{'referenceId':'user_1','userData':{'idType':'INE','dob':'1990'}}");

    assertEquals(200, answer.status());
    assertEquals("{\"idType\":\"INE\"}", request.link.userData.toString());
  }

  @Test
  void takesAnEmptyReplyWhereTheStanceSaysSo() throws Exception {
    m2m.stances.emptyUserData = Stances.Taken.accept;
    DataRequest request = m2m.askedOf("user_1");

    assertEquals(
        "fulfilled",
        reply(request, "{'referenceId':'user_1','userData':{}}").data().path("status").asText());
  }

  @Test
  void isFulfilledByAReplyThatLacksFields() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    Answer answer = reply(request, "{'referenceId':'user_1','userData':{'idType':'INE'}}");

    assertEquals("fulfilled", answer.data().path("status").asText());
    assertEquals(answer.text(), reply(request, REPLY).text());
    assertEquals("{\"idType\":\"INE\"}", request.link.userData.toString());
  }

  @Test
  void staysOpenAfterAReplyThatLacksFieldsWhereTheStanceSaysSo() throws Exception {
    m2m.stances.partialReply = Stances.PartialReply.open;
    DataRequest request = m2m.askedOf("user_1");
    Answer first = reply(request, "{'referenceId':'user_1','userData':{'idType':'INE'}}");
    assertEquals(200, first.status());
    assertNotEquals("fulfilled", first.data().path("status").asText());
    assertFalse(first.data().has("fulfilledAt"));

    assertEquals("fulfilled", reply(request, REPLY).data().path("status").asText());
    assertEquals("CURP", request.link.userData.path("idType").asText());
  }

  @Test
  void storesFieldsThatWereNotAskedFor() throws Exception {
    DataRequest request = m2m.askedOf("user_1", ",'userData':{'idType':'INE'}");
    String extra =
        "{'referenceId':'user_1','userData':{'idImage':'data:image/jpeg;base64,AA==',"
            + "'paymentMethod':{'type':'cash'},'idType':'CURP','shoe.size':7,'a/b':1,"
            + "'name':{'nick':'A'}}}";

    assertEquals(200, reply(request, extra).status());
    assertEquals(
        Sandbox.json(extra).path("userData"),
        m2m.get("/partner/links/" + request.link.linkId).data().path("userData"));
  }

  @Test
  void refusesFieldsThatWereNotAskedForWhereTheStanceSaysSo() throws Exception {
    m2m.stances.extraFields = Stances.Taken.reject;
    DataRequest request = m2m.askedOf("user_1", ",'userData':{'idType':'INE'}");

    Sandbox.assertError(400, "INVALID_REQUEST", reply(request, REPLY));
    assertEquals("{\"idType\":\"INE\"}", request.link.userData.toString());
    assertEquals(200, reply(request, REPLY.replace("'idType':'CURP',", "")).status());
  }

  @Test
  void mergesANameIntoOneThatWasNone() throws Exception {
    DataRequest request = m2m.askedOf("user_1", ",'userData':{'name':'Ana Solís'}");

    assertEquals(200, reply(request, REPLY).status());
    assertEquals("Solís", request.link.userData.at("/name/lastName").asText());
  }

  @Test
  void refusesAReplyToAnUnknownRequest() throws Exception {
    Sandbox.assertError(
        404, "DATA_REQUEST_NOT_FOUND", m2m.put("/partner/data-requests/dr_sim_none", REPLY));
  }

  @Test
  void refusesAReplyToALinkThatWasRevoked() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    revoke(request.link.linkId);

    Sandbox.assertError(409, "DATA_REQUEST_EXPIRED", reply(request, REPLY));
    assertEquals("{}", request.link.userData.toString());
  }

  @Test
  void refusesAReplyThatComesTooLate() throws Exception {
    m2m.faults.littleTime = Rate.ALWAYS;
    DataRequest request = m2m.askedOf("user_1");
    assertEquals(Duration.ofSeconds(2), Duration.between(request.link.openedAt, request.expiresAt));
    Awaitility.await().until(() -> !Instant.now().isBefore(request.expiresAt));

    Sandbox.assertError(409, "DATA_REQUEST_EXPIRED", reply(request, REPLY));
    assertEquals("{}", request.link.userData.toString());
  }

  @Test
  void hasTheGenericCodesWhereTheStanceSaysSo() throws Exception {
    m2m.stances.codes = Stances.Codes.generic;
    DataRequest request = m2m.askedOf("user_1");
    revoke(request.link.linkId);

    Sandbox.assertError(409, "LINK_EXPIRED", reply(request, REPLY));
    Sandbox.assertError(
        404, "RESOURCE_NOT_FOUND", m2m.put("/partner/data-requests/dr_sim_none", REPLY));
  }

  @Test
  void answersEachOfTwoRequestsOfALinkOnItsOwn() throws Exception {
    m2m.faults.secondDataRequest = Rate.ALWAYS;
    DataRequest first = m2m.askedOf("user_1");
    DataRequest second =
        m2m.simulator().ask(() -> m2m.simulator().platform().dataRequests().get(1));
    assertEquals(200, reply(second, REPLY).status());

    assertEquals(null, first.fulfilledAt);
    assertEquals(200, reply(first, REPLY).status());
    assertNotEquals(first.dataRequestId, second.dataRequestId);
  }
}
