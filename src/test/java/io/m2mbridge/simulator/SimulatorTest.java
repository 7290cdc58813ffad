package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.simulator.Journey.Step;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private static final Journey ALL = Journey.scripted(Journey.CANCELLED, Duration.ofMinutes(1));
  private static final ObjectNode NOTHING = EventTemplates.JSON.createObjectNode();

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private static Person person(int seed) {
    return Person.random(new Random(seed));
  }

  private Simulator begin(Person person, ObjectNode known, Journey journey)
      throws InterruptedException {
    Simulator simulator = m2m.simulator();
    simulator.ask(
        () -> {
          simulator.add(person, known, journey);
          return 0;
        });
    m2m.awaitIdle();
    return simulator;
  }

  @Test
  void takesAUserFromTheLinkToTheCancellation() throws Exception {
    m2m.speed = 1_000;
    Person person = person(1);
    Simulator simulator = begin(person, NOTHING.deepCopy(), ALL);

    assertEquals(
        EventTemplates.EVENTS,
        m2m.receiver.requests().stream()
            .map(request -> request.json().path("event").asText())
            .sorted(Comparator.comparing(EventTemplates.EVENTS::indexOf))
            .toList());
    Link link = simulator.ask(() -> simulator.platform().links().get(0));
    assertEquals(person.referenceId(), link.referenceId);
    assertEquals(person.userData(), link.userData);
    assertEquals(1, simulator.ask(simulator::ended));
  }

  @Test
  void asksForWhatThePartnerDidNotTell() throws Exception {
    m2m.speed = 1_000;
    Person person = person(2);
    begin(
        person,
        person.userData(List.of("name.firstName", "name.lastName")),
        Journey.scripted(List.of(Step.open), Duration.ZERO));

    assertEquals(
        "[\"name.secondName\",\"name.secondLastName\",\"idNumber\",\"idType\",\"dob\"]",
        m2m.receiver
            .requests("user.data_request")
            .get(0)
            .json()
            .at("/data/requiredFields")
            .toString());
  }

  @Test
  void sendsNoWebhookOfAnOperationThatIsCompletedOrFails() throws Exception {
    m2m.speed = 1_000;
    for (Step end : List.of(Step.complete, Step.fail)) {
      begin(
          person(1 + end.ordinal()),
          person(1 + end.ordinal()).userData(),
          Journey.scripted(List.of(Step.open, Step.send, end, Step.cancel), Duration.ZERO));
    }

    assertEquals(
        List.of("completed", "failed"),
        StreamSupport.stream(
                m2m.get("/partner/operations").data().path("items").spliterator(), false)
            .map(item -> item.path("status").asText())
            .toList());
    assertEquals(List.of(), m2m.receiver.requests("operation.cancelled"));
    assertEquals(6, m2m.receiver.requests().size());
  }

  @Test
  void cancelsNothingThatWasNotSent() throws Exception {
    m2m.speed = 1_000;
    begin(
        person(1),
        NOTHING.deepCopy(),
        Journey.scripted(List.of(Step.send, Step.cancel), Duration.ZERO));

    assertEquals(1, m2m.receiver.requests().size());
  }

  @Test
  void usesTheLinksThatThePartnerCreates() throws Exception {
    m2m.speed = 1_000;
    Simulator simulator = m2m.simulator();
    simulator.execute(() -> simulator.useLinks(ALL));
    m2m.createLink("user_1");
    m2m.awaitIdle();

    for (String event : EventTemplates.EVENTS) {
      assertEquals(
          "user_1", m2m.receiver.requests(event).get(0).json().at("/data/referenceId").asText());
    }
  }

  @Test
  void isNotIdleWhileAUserIsStillToBegin() throws Exception {
    m2m.speed = 600;
    Simulator simulator = m2m.simulator();
    simulator.ask(
        () -> {
          simulator.addAfter(
              Duration.ofMinutes(5), person(1), Journey.scripted(List.of(), Duration.ZERO));
          return 0;
        });

    assertEquals(false, simulator.ask(simulator::isIdle));
    assertEquals(0, simulator.ask(simulator::ended));
    m2m.awaitIdle();
    assertEquals(1, m2m.receiver.requests().size());
    assertEquals(1, simulator.ask(simulator::ended));
  }

  @Test
  void drawsTheSameFaultsForASeed() throws Exception {
    assertEquals(drawn(11), drawn(11));
    assertEquals(3, IntStream.range(0, 3).mapToObj(this::drawn).distinct().count());
  }

  /** Which faults happen to the webhooks of ten links. */
  private String drawn(long seed) {
    try (Sandbox other = new Sandbox()) {
      other.seed = seed;
      other.faults.eventMismatch = new Rate(0.5);
      other.faults.badSignature = new Rate(0.5);
      other.speed = 60_000;
      for (int user = 0; user < 10; user++) {
        other.createLink("user_" + user);
      }
      other.awaitIdle();
      return other.simulator().ask(() -> other.simulator().webhooks().all()).stream()
          .map(webhook -> webhook.disturbance.toString())
          .toList()
          .toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void saysThatItsPortIsTaken() {
    int port = Integer.parseInt(m2m.simulator().apiUrl().replaceAll(".*:", ""));
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> m2m.start(port));

    assertTrue(String.valueOf(refusal.getMessage()).contains("127.0.0.1:" + port));
  }
}
