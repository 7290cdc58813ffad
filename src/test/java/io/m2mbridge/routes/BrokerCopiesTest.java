package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Broker;
import io.m2mbridge.testing.BrokerRecipe;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without a database: copies of an event at the same time, before a broker that is slow. */
@Tag("verify")
@Tag("brokers")
@Timeout(120)
class BrokerCopiesTest {
  private static final int EVENTS = 15;
  private static final int COPIES = 8;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void handsOverOnceWhileTheBrokerIsSlow(BrokerRecipe recipe) throws InterruptedException {
    try (Broker broker = recipe.startBroker();
        Bridge bridge = recipe.startBridge(broker.cable().port(), folder)) {
      bridge.send(LinkRows.created("first").toString());
      broker.cable().stall();
      var sent = startCopies(bridge);
      pass(Duration.ofSeconds(1));
      broker.cable().resume();

      var outcomes = sent.stream().map(CompletableFuture::join).map(Bridge::outcome).toList();
      assertEquals(EVENTS, outcomes.stream().filter("accepted"::equals).count());
      // A copy that can't wait any longer is answered 503.
      assertTrue(outcomes.stream().filter("duplicate"::equals).count() >= EVENTS);
      assertEquals(EVENTS + 1, broker.take().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void answers200ForNothingThatTheBrokerLacks(BrokerRecipe recipe) throws InterruptedException {
    try (Broker broker = recipe.startBroker();
        Bridge bridge = recipe.startBridge(broker.cable().port(), folder)) {
      bridge.send(LinkRows.created("first").toString());
      broker.cable().stall();
      var sent = startCopies(bridge);
      // Longer than a call of the recipe may take.
      pass(Duration.ofSeconds(6));
      broker.cable().resume();

      Set<String> answered = new HashSet<>();
      for (int i = 0; i < sent.size(); i++) {
        HttpResponse<String> answer = sent.get(i).join();
        assertTrue(Set.of(200, 503).contains(answer.statusCode()));
        if (answer.statusCode() == 200) {
          answered.add("link.created:copied_" + i % EVENTS);
        }
      }
      Set<String> taken = new HashSet<>();
      broker.take().forEach(message -> taken.add(message.eventKey()));
      answered.removeAll(taken);
      assertEquals(Set.of(), answered);
      startCopies(bridge).forEach(copy -> assertEquals(200, copy.join().statusCode()));
    }
  }

  private static List<CompletableFuture<HttpResponse<String>>> startCopies(Bridge bridge) {
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int copy = 0; copy < COPIES; copy++) {
      for (int i = 0; i < EVENTS; i++) {
        String body = LinkRows.created("copied_" + i).toString();
        sent.add(HTTP.sendAsync(Webhook.of(body).to(bridge.webhooks()), BodyHandlers.ofString()));
      }
    }
    return sent;
  }

  private static void pass(Duration time) throws InterruptedException {
    // No condition to wait for: how long it takes is the point of it.
    new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
