package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.simulator.Sandbox.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, what is asked for them, and operations, over HTTP. */
class PlatformTest extends PlatformScenario {
  private Answer create(String body) throws Exception {
    return m2m.post("/partner/links", body);
  }

  private Answer revoke(String linkId) throws Exception {
    return m2m.post("/partner/links/" + linkId + "/revoke", "{'reason':'lost'}");
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
    assertEquals(Set.of("success", "data"), Sandbox.names(answer.body()));
    assertTrue(answer.body().path("success").asBoolean());
    JsonNode link = answer.data();
    assertEquals(
        Set.of("linkId", "referenceId", "status", "url", "token", "expiresAt", "createdAt"),
        Sandbox.names(link));
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
    Sandbox.assertError(
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
    Sandbox.assertError(400, "INVALID_REQUEST", create(body));
    m2m.awaitIdle();
    assertEquals(0, m2m.receiver.requests().size());
  }

  @Test
  void refusesASecondActiveLinkOfAUser() throws Exception {
    Link first = m2m.createLink("user_1");
    Sandbox.assertError(409, "ACTIVE_LINK_EXISTS", create("{'referenceId':'user_1'}"));
    m2m.simulator().ask(() -> m2m.simulator().platform().open(first));
    Sandbox.assertError(409, "ACTIVE_LINK_EXISTS", create("{'referenceId':'user_1'}"));

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

    Sandbox.assertError(
        400,
        "INVALID_REQUEST",
        create("{'referenceId':'user_1','userData':{'name':{'firstName':'Ana'}}}"));
    assertEquals(201, create("{'referenceId':'user_1'}").status());
    assertEquals(
        201,
        create("{'referenceId':'user_2','userData':{'paymentMethod':{'type':'cash'}}}").status());
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
        Sandbox.names(answer.data()));
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
    Sandbox.assertError(404, "RESOURCE_NOT_FOUND", m2m.get("/partner/links/link_sim_none"));
  }

  @Test
  void revokesALinkOnce() throws Exception {
    Link link = m2m.createLink("user_1");
    Answer answer = revoke(link.linkId);

    assertEquals(200, answer.status());
    assertEquals(Set.of("linkId", "status", "revokedAt"), Sandbox.names(answer.data()));
    assertEquals(link.linkId, answer.data().path("linkId").asText());
    assertEquals("revoked", answer.data().path("status").asText());
    assertEquals(link.revokedAt, Instant.parse(answer.data().path("revokedAt").asText()));
    Sandbox.assertError(409, "LINK_EXPIRED", revoke(link.linkId));
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

    Sandbox.assertError(404, "RESOURCE_NOT_FOUND", revoke("link_sim_none"));
    Sandbox.assertError(409, "LINK_EXPIRED", revoke(m2m.createLink("user_1").linkId));
  }
}
