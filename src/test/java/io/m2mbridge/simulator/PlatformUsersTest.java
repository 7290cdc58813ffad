package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What users do with their links, over HTTP. */
class PlatformUsersTest extends PlatformScenario {
  private static final String REPLY =
      "{'referenceId':'user_1','userData':{'name':{'firstName':'Ana','secondName':'Inés',"
          + "'lastName':'Solís','secondLastName':'Vega'},'idNumber':'SOVA900515MDFLGN00',"
          + "'idType':'CURP','dob':'1990-05-15'}}";

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
