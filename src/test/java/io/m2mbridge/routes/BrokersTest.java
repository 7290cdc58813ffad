package io.m2mbridge.routes;

import static io.m2mbridge.testing.BrokerRecipe.ARTEMIS;
import static io.m2mbridge.testing.BrokerRecipe.KAFKA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Broker;
import io.m2mbridge.testing.BrokerMessage;
import io.m2mbridge.testing.BrokerRecipe;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipes of docs/brokers.md, against the brokers themselves. */
@Tag("verify")
@Timeout(120)
class BrokersTest {
  private static final int BURST = 300;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void handsOverToArtemisBeforeTheAnswer() {
    try (Broker broker = ARTEMIS.startBroker();
        Bridge bridge = ARTEMIS.startBridge(broker.port(), folder)) {
      answers503WhileTheBrokerIsDown(bridge, broker);

      List<BrokerMessage> taken = broker.take();
      assertEquals(List.of("link.created:a", "link.created:b"), eventKeys(taken));
      assertEquals(body("a"), taken.get(0).body());
      assertEquals("link.created", taken.get(0).headers().get("m2mEvent"));
      assertEquals("application/json", taken.get(0).headers().get("Content_HYPHEN_Type"));
    }
  }

  @Test
  @Tag("brokers")
  void handsOverToKafkaBeforeTheAnswer() {
    try (Broker broker = KAFKA.startBroker();
        Bridge bridge = KAFKA.startBridge(broker.port(), folder)) {
      answers503WhileTheBrokerIsDown(bridge, broker);

      List<BrokerMessage> taken = broker.take();
      assertEquals(List.of("link.created:a", "link.created:b"), eventKeys(taken));
      taken.forEach(record -> assertEquals("user_12345", record.key()));
      assertEquals(body("a"), taken.get(0).body());
      assertEquals("link.created", taken.get(0).headers().get("m2mEvent"));
    }
  }

  @Test
  void keepsEventsForArtemisWhileItIsDown() {
    keepsEventsWhileTheBrokerIsDown(ARTEMIS);
  }

  @Test
  @Tag("brokers")
  void keepsEventsForKafkaWhileItIsDown() {
    keepsEventsWhileTheBrokerIsDown(KAFKA);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("brokers")
  void answersABurst503WhileTheBrokerIsDown(BrokerRecipe recipe) {
    try (Broker broker = recipe.startBroker();
        Bridge bridge = recipe.startBridge(broker.port(), folder)) {
      assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
      broker.stop();
      assertRefusedInTime(sendBurst(bridge));
      broker.start();
      assertTakesBurst(bridge);
    }
  }

  @Test
  @Tag("brokers")
  void answersABurst503WhileKafkaHangs() {
    try (Broker broker = KAFKA.startBroker();
        Bridge bridge = KAFKA.startBridge(broker.cable().port(), folder)) {
      assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
      broker.cable().stall();
      assertRefusedInTime(sendBurst(bridge));
      broker.cable().restore();
      assertTakesBurst(bridge);
    }
  }

  /** Connections to it are made one after another, and each attempt takes three seconds. */
  @Test
  @Tag("brokers")
  void recoversFromAnArtemisThatHung() {
    try (Broker broker = ARTEMIS.startBroker();
        Bridge bridge = ARTEMIS.startBridge(broker.cable().port(), folder)) {
      assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
      broker.cable().stall();
      var sent = startBurst(bridge);
      var refused =
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> ended(sent), ended -> ended.size() >= 100);
      refused.forEach(answered -> assertEquals(503, answered.join().answer().statusCode()));
      broker.cable().restore();
      sent.forEach(CompletableFuture::join);
      for (Answered answered : sendBurst(bridge)) {
        assertTrue(Set.of("accepted", "duplicate").contains(Bridge.outcome(answered.answer())));
      }
    }
  }

  private static void answers503WhileTheBrokerIsDown(Bridge bridge, Broker broker) {
    assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
    broker.stop();
    long begun = System.nanoTime();
    var answer = bridge.send(body("b"));
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10);
    broker.start();
    assertEquals("accepted", Bridge.outcome(bridge.send(body("b"))));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body("b"))));
  }

  private void keepsEventsWhileTheBrokerIsDown(BrokerRecipe recipe) {
    try (Broker broker = recipe.startBroker()) {
      Map<String, String> settings = recipe.settings(broker.port(), folder);
      settings.put("m2m.link-opened.forward", "log:m2m.forward?level=OFF");
      try (Bridge bridge = Bridge.start(settings)) {
        broker.stop();
        assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
        bridge.send(Event.of("link.opened").withText("data.linkId", "other").toString());
        bridge.await("link.opened:other", "done");
        broker.start();
        bridge.await("link.created:a", "done");
        assertEquals(List.of("link.created:a"), eventKeys(broker.take()));
      }
    }
  }

  /** How long each took, and what it was answered. */
  private record Answered(Duration took, HttpResponse<String> answer) {}

  private static List<Answered> sendBurst(Bridge bridge) {
    return startBurst(bridge).stream().map(CompletableFuture::join).toList();
  }

  private static <T> List<CompletableFuture<T>> ended(List<CompletableFuture<T>> sent) {
    return sent.stream().filter(CompletableFuture::isDone).toList();
  }

  private static List<CompletableFuture<Answered>> startBurst(Bridge bridge) {
    return IntStream.range(0, BURST)
        .mapToObj(i -> Webhook.of(body("burst_" + i)).to(bridge.webhooks()))
        .map(
            request -> {
              long begun = System.nanoTime();
              return HTTP.sendAsync(request, BodyHandlers.ofString())
                  .thenApply(
                      answer -> new Answered(Duration.ofNanos(System.nanoTime() - begun), answer));
            })
        .toList();
  }

  private static void assertRefusedInTime(List<Answered> answers) {
    answers.forEach(answered -> assertEquals(503, answered.answer().statusCode()));
    Duration longest = answers.stream().map(Answered::took).max(Duration::compareTo).orElseThrow();
    // M2M waits for 30 seconds.
    assertTrue(longest.toSeconds() < 15, longest.toString());
  }

  private static void assertTakesBurst(Bridge bridge) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> "accepted".equals(Bridge.outcome(bridge.send(body("back")))));
    sendBurst(bridge).forEach(sent -> assertEquals("accepted", Bridge.outcome(sent.answer())));
  }

  private static String body(String linkId) {
    return " " + Event.of("link.created").withText("data.linkId", linkId) + "\n";
  }

  private static List<String> eventKeys(List<BrokerMessage> messages) {
    return messages.stream().map(BrokerMessage::eventKey).distinct().toList();
  }
}
