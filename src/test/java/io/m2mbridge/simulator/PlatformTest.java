package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.simulator.Sandbox.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and data requests, asked over HTTP. */
class PlatformTest {
  private static final String REPLY =
      "{'referenceId':'user_1','userData':{'name':{'firstName':'Ana','secondName':'Inés',"
          + "'lastName':'Solís','secondLastName':'Vega'},'idNumber':'SOVA900515MDFLGN00',"
          + "'idType':'CURP','dob':'1990-05-15'}}";

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private Answer create(String body) throws Exception {
    return m2m.post("/partner/links", body);
  }

  private Answer reply(DataRequest request, String body) throws Exception {
    return m2m.put("/partner/data-requests/" + request.dataRequestId, body);
  }

  private Answer revoke(String linkId) throws Exception {
    return m2m.post("/partner/links/" + linkId + "/revoke", "{'reason':'lost'}");
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  private static void assertError(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.text());
    assertEquals(Set.of("error", "success"), names(answer.body()), answer.text());
    assertFalse(answer.body().path("success").asBoolean(true), answer.text());
    assertEquals(code, answer.code(), answer.text());
    assertFalse(answer.body().path("error").path("message").asText().isBlank(), answer.text());
  }

  private static Duration lifetime(JsonNode link) {
    return Duration.between(
        Instant.parse(link.path("createdAt").asText()),
        Instant.parse(link.path("expiresAt").asText()));
  }

  @Test
  void createsALink() throws Exception {
    Answer answer = create("{'referenceId':'user_1'}");

    assertEquals(201, answer.status());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(null));
    assertEquals(Set.of("success", "data"), names(answer.body()));
    assertTrue(answer.body().path("success").asBoolean());
    JsonNode link = answer.data();
    assertEquals(
        Set.of("linkId", "referenceId", "status", "url", "token", "expiresAt", "createdAt"),
        names(link));
    assertTrue(link.path("linkId").asText().matches("link_sim_[a-z0-9]{12}"), answer.text());
    assertEquals("user_1", link.path("referenceId").asText());
    assertEquals("created", link.path("status").asText());
    assertEquals(
        link.path("token").asText(), UUID.fromString(link.path("token").asText()).toString());
    assertEquals(Duration.ofMinutes(60), lifetime(link));
  }

  @ParameterizedTest
  @CsvSource({
    "send, https://send.m2m.leapfinancial.com/%s",
    "widget, https://widget.m2m.leapfinancial.com/%s/m2m-basic"
  })
  void hasLinksAtTheHostThatTheStanceNames(Stances.LinkUrl url, String expected) throws Exception {
    m2m.stances.linkUrl = url;
    JsonNode link = create("{'referenceId':'user_1'}").data();

    assertEquals(expected.formatted(link.path("linkId").asText()), link.path("url").asText());
    m2m.awaitIdle();
    assertEquals(
        link.path("url"), m2m.receiver.requests("link.created").get(0).json().at("/data/url"));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 120, 10_080})
  void letsALinkLiveAsLongAsIsAskedFor(int minutes) throws Exception {
    Answer answer = create("{'referenceId':'user_1','expiresInMinutes':" + minutes + "}");

    assertEquals(201, answer.status());
    assertEquals(Duration.ofMinutes(minutes), lifetime(answer.data()));
  }

  @Test
  void letsALinkLiveAsThePartnerLevelSaysOtherwise() throws Exception {
    m2m.stances.linkMinutes = 1_440;

    assertEquals(
        Duration.ofDays(1),
        lifetime(create("{'referenceId':'user_1','expiresInMinutes':null}").data()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4", "0", "-60", "10081", "4294967356", "7.5", "'60'", "true", "[60]", "{}"})
  void refusesALifetimeOutOfItsBounds(String minutes) throws Exception {
    assertError(
        400,
        "INVALID_REQUEST",
        create("{'referenceId':'user_1','expiresInMinutes':" + minutes + "}"));
    assertEquals(0, m2m.simulator().ask(() -> m2m.simulator().platform().links().size()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "'user_1'",
        "null",
        "{} {}",
        "{}",
        "{'referenceId':null}",
        "{'referenceId':''}",
        "{'referenceId':' '}",
        "{'referenceId':12345}",
        "{'referenceId':'user_1','userData':'none'}",
        "{'referenceId':'user_1','userData':[]}",
        "{'referenceId':'user_1','metadata':'none'}",
        "{'referenceId':'user_1','callbackUrl':'nowhere'}",
        "{'referenceId':'user_1','callbackUrl':'/webhooks'}",
        "{'referenceId':'user_1','callbackUrl':'ftp://partner.example/'}",
        "{'referenceId':'user_1','callbackUrl':'http://127.0.0.1:99999/'}",
        "{'referenceId':'user_1','callbackUrl':7}"
      })
  void refusesAnInvalidLink(String body) throws Exception {
    assertError(400, "INVALID_REQUEST", create(body));
    m2m.awaitIdle();
    assertEquals(0, m2m.receiver.requests().size());
  }

  @Test
  void refusesASecondActiveLinkOfAUser() throws Exception {
    Link first = m2m.createLink("user_1");
    assertError(409, "ACTIVE_LINK_EXISTS", create("{'referenceId':'user_1'}"));
    m2m.simulator().ask(() -> m2m.simulator().platform().open(first));
    assertError(409, "ACTIVE_LINK_EXISTS", create("{'referenceId':'user_1'}"));

    assertEquals(201, create("{'referenceId':'user_2'}").status());
    revoke(first.linkId);
    assertEquals(201, create("{'referenceId':'user_1'}").status());
  }

  @Test
  void createsAnotherLinkOfAUserWhenTheFirstHasExpired() throws Exception {
    m2m.stances.linkMinutes = 0;
    m2m.createLink("user_1");

    assertEquals(201, create("{'referenceId':'user_1'}").status());
  }

  @Test
  void demandsAPaymentMethodWithUserDataWhereTheStanceSaysSo() throws Exception {
    m2m.stances.strictPaymentMethod = true;

    assertError(
        400,
        "INVALID_REQUEST",
        create("{'referenceId':'user_1','userData':{'name':{'firstName':'Ana'}}}"));
    assertEquals(201, create("{'referenceId':'user_1'}").status());
    assertEquals(
        201,
        create("{'referenceId':'user_2','userData':{'paymentMethod':{'type':'cash'}}}").status());
  }

  @Test
  void letsMadeUpUsersBeginWhateverTheApiDemands() throws Exception {
    m2m.stances.strictPaymentMethod = true;
    m2m.speed = 60_000;
    Simulator simulator = m2m.simulator();
    Person person = Person.random(new Random(1));
    Journey journey = Journey.scripted(List.of(Journey.Step.open), Duration.ofSeconds(1));
    simulator.execute(() -> simulator.add(person, person.userData(), journey));

    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    2, m2m.receiver.requests().size(), m2m.receiver.requests().toString()));
    m2m.awaitIdle();
  }

  @Test
  void takesUserDataWithoutAPaymentMethod() throws Exception {
    assertEquals(
        201, create("{'referenceId':'user_1','userData':{'name':{'firstName':'A'}}}").status());
  }

  @Test
  void showsOneLink() throws Exception {
    Link link =
        m2m.createLink("user_1", ",'userData':{'name':{'firstName':'Ana'}},'metadata':{'order':7}");
    Answer answer = m2m.get("/partner/links/" + link.linkId);

    assertEquals(200, answer.status());
    assertEquals(
        Set.of(
            "linkId",
            "referenceId",
            "status",
            "url",
            "expiresAt",
            "createdAt",
            "userData",
            "metadata"),
        names(answer.data()));
    assertEquals("{\"name\":{\"firstName\":\"Ana\"}}", answer.data().path("userData").toString());
    assertEquals("{\"order\":7}", answer.data().path("metadata").toString());
  }

  @Test
  void showsWhatBecameOfALink() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    m2m.simulator()
        .ask(
            () ->
                m2m.simulator()
                    .platform()
                    .send(request.link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO));
    JsonNode link = m2m.get("/partner/links/" + request.link.linkId).data();

    assertEquals("opened", link.path("status").asText());
    assertEquals(request.link.openedAt, Instant.parse(link.path("openedAt").asText()));
    assertTrue(link.path("userId").asText().matches("usr_[a-z0-9]{12}"), link.toString());
    assertTrue(link.path("operationId").asText().matches("op_[a-z0-9]{12}"), link.toString());
  }

  @Test
  void showsNoLinkThatIsNone() throws Exception {
    assertError(404, "RESOURCE_NOT_FOUND", m2m.get("/partner/links/link_sim_none"));
  }

  @Test
  void revokesALinkOnce() throws Exception {
    Link link = m2m.createLink("user_1");
    Answer answer = revoke(link.linkId);

    assertEquals(200, answer.status());
    assertEquals(Set.of("linkId", "status", "revokedAt"), names(answer.data()));
    assertEquals(link.linkId, answer.data().path("linkId").asText());
    assertEquals("revoked", answer.data().path("status").asText());
    assertEquals(link.revokedAt, Instant.parse(answer.data().path("revokedAt").asText()));
    assertError(409, "LINK_EXPIRED", revoke(link.linkId));
    m2m.awaitIdle();
    assertEquals(1, m2m.receiver.requests().size());
  }

  @Test
  void revokesAnOpenedLinkAndNeedsNoBodyForThat() throws Exception {
    DataRequest request = m2m.askedOf("user_1");

    assertEquals(200, m2m.post("/partner/links/" + request.link.linkId + "/revoke", null).status());
  }

  @Test
  void revokesNeitherAnUnknownLinkNorOneThatHasExpired() throws Exception {
    m2m.stances.linkMinutes = 0;

    assertError(404, "RESOURCE_NOT_FOUND", revoke("link_sim_none"));
    assertError(409, "LINK_EXPIRED", revoke(m2m.createLink("user_1").linkId));
  }

  @Test
  void tellsOfTheFirstOpeningAlone() throws Exception {
    Link link = m2m.askedOf("user_1").link;
    assertEquals(0, m2m.simulator().ask(() -> m2m.simulator().platform().open(link).size()));
    m2m.awaitIdle();

    assertEquals(1, m2m.receiver.requests("link.opened").size());
    assertEquals(1, m2m.receiver.requests("user.data_request").size());
  }

  @Test
  void asksForWhatTheLinkLacksAndForNothingElse() throws Exception {
    DataRequest request =
        m2m.askedOf(
            "user_1",
            ",'userData':{'name':{'firstName':'Ana','lastName':null},'idType':'INE','dob':null}");
    m2m.awaitIdle();

    JsonNode data = m2m.receiver.requests("user.data_request").get(0).json().path("data");
    assertEquals(
        "[\"name.secondName\",\"name.lastName\",\"name.secondLastName\",\"idNumber\",\"dob\"]",
        data.path("requiredFields").toString());
    assertEquals(request.link.expiresAt, Instant.parse(data.path("expiresAt").asText()));
    assertEquals(
        m2m.simulator().apiUrl() + "/partner/data-requests/" + request.dataRequestId,
        data.path("replyEndpoint").asText());
  }

  @Test
  void asksForNothingThatIsThere() throws Exception {
    Link link = m2m.createLink("user_1", REPLY.substring(REPLY.indexOf(','), REPLY.length() - 1));
    assertEquals(0, m2m.simulator().ask(() -> m2m.simulator().platform().open(link).size()));
    m2m.awaitIdle();

    assertEquals(1, m2m.receiver.requests("link.opened").size());
    assertEquals(0, m2m.receiver.requests("user.data_request").size());
  }

  @Test
  void takesAReply() throws Exception {
    DataRequest request = m2m.askedOf("user_1", ",'userData':{'idType':'INE','address':'here'}");
    Answer answer = reply(request, REPLY);

    assertEquals(200, answer.status());
    assertEquals(Set.of("success", "data"), names(answer.body()));
    assertTrue(answer.body().path("success").asBoolean());
    assertEquals(
        Set.of("dataRequestId", "status", "linkId", "fulfilledAt", "message"),
        names(answer.data()));
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
    // So that a time that is taken anew is another one.
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

    assertError(400, "REFERENCE_ID_MISMATCH", reply(request, REPLY.replace("user_1", "user_2")));
    assertError(400, "REFERENCE_ID_MISMATCH", reply(request, REPLY.replace("user_1", "USER_1")));
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

    assertError(400, "INVALID_REQUEST", reply(request, body));
    assertEquals("{}", request.link.userData.toString());
    assertEquals(200, reply(request, REPLY).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json5"})
  void refusesAReplyOfAnotherContentType(String type) throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    String path = "/partner/data-requests/" + request.dataRequestId;

    assertError(
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

    assertError(400, "INVALID_REQUEST", reply(request, REPLY));
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
    assertError(
        404, "DATA_REQUEST_NOT_FOUND", m2m.put("/partner/data-requests/dr_sim_none", REPLY));
  }

  @Test
  void refusesAReplyToALinkThatWasRevoked() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    revoke(request.link.linkId);

    assertError(409, "DATA_REQUEST_EXPIRED", reply(request, REPLY));
    assertEquals("{}", request.link.userData.toString());
  }

  @Test
  void refusesAReplyThatComesTooLate() throws Exception {
    m2m.faults.littleTime = Rate.ALWAYS;
    DataRequest request = m2m.askedOf("user_1");
    assertEquals(Duration.ofSeconds(2), Duration.between(request.link.openedAt, request.expiresAt));
    Awaitility.await().until(() -> !Instant.now().isBefore(request.expiresAt));

    assertError(409, "DATA_REQUEST_EXPIRED", reply(request, REPLY));
    assertEquals("{}", request.link.userData.toString());
  }

  @Test
  void hasTheGenericCodesWhereTheStanceSaysSo() throws Exception {
    m2m.stances.codes = Stances.Codes.generic;
    DataRequest request = m2m.askedOf("user_1");
    revoke(request.link.linkId);

    assertError(409, "LINK_EXPIRED", reply(request, REPLY));
    assertError(404, "RESOURCE_NOT_FOUND", m2m.put("/partner/data-requests/dr_sim_none", REPLY));
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

  @Test
  void sendsNoMoneyOverALinkThatIsNotOpen() throws Exception {
    Link link = m2m.createLink("user_1");
    Platform platform = m2m.simulator().platform();

    assertEquals(
        0,
        m2m.simulator()
            .ask(
                () -> {
                  platform.send(link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
                  return platform.operations().size();
                }));
  }

  @Test
  void sendsMoneyOverALinkOnceAndCancelsItOnce() throws Exception {
    Link link = m2m.askedOf("user_1").link;
    Platform platform = m2m.simulator().platform();
    m2m.simulator()
        .ask(
            () -> {
              Operation operation =
                  platform.send(link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
              platform.send(link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
              platform.cancel(operation);
              platform.cancel(operation);
              return 0;
            });
    m2m.awaitIdle();

    assertEquals(1, m2m.receiver.requests("operation.created").size());
    assertEquals(1, m2m.receiver.requests("operation.cancelled").size());
  }
}
