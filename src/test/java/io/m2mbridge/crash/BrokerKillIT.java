package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.m2mbridge.testing.Broker;
import io.m2mbridge.testing.BrokerRecipe;
import io.m2mbridge.testing.M2m;
import io.m2mbridge.testing.Message;
import io.m2mbridge.testkit.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bridge without a database, killed by SIGKILL again and again before a broker that goes too. */
@Tag("verify")
@Tag("brokers")
@Timeout(300)
class BrokerKillIT {
  private static final int KILLS = 3;
  private static final int LATEST_KILL = 1_500;
  private static final Duration OUTAGE = Duration.ofSeconds(8);
  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(15);

  @TempDir private Path folder;

  private final Map<String, String> sent = new HashMap<>();

  static Stream<Arguments> recipesAndSeeds() {
    return Seeds.ofRun().stream()
        .flatMap(seed -> Stream.of(BrokerRecipe.values()).map(recipe -> arguments(recipe, seed)));
  }

  @ParameterizedTest
  @MethodSource("recipesAndSeeds")
  void handsOverAllThatItAnswers(BrokerRecipe recipe, long seed) throws InterruptedException {
    Random random = new Random(seed);
    try (Broker broker = recipe.startBroker();
        Node node = new Node(folder, 1, "none", Map.of("M2M_DELIVERIES_REPOSITORY", "caffeine"));
        M2m m2m = new M2m(List.of(node))) {
      recipe.writeTo(folder, broker.port());
      node.start();
      for (int kill = 0; kill < KILLS; kill++) {
        m2m.send(chapter(random));
        // No condition to wait for: the moment is the point of it.
        new CountDownLatch(1).await(random.nextInt(LATEST_KILL), TimeUnit.MILLISECONDS);
        node.kill();
        node.start();
      }
      broker.stop();
      m2m.send(chapter(random));
      new CountDownLatch(1).await(OUTAGE.toMillis(), TimeUnit.MILLISECONDS);
      broker.start();
      m2m.awaitAnswered();

      String replay = "-Dm2m.crash.seed=" + seed;
      Map<String, String> taken = new HashMap<>();
      broker.take().forEach(message -> taken.put(message.eventKey(), message.body()));
      assertEquals(sent, taken, replay);
      assertEquals(List.of(), List.copyOf(m2m.violations()), replay);
      assertTrue(!m2m.refusals().isEmpty(), "the outage was not noticed, " + replay);
      m2m.refusals()
          .forEach(took -> assertTrue(took.compareTo(LONGEST_REFUSAL) < 0, took + ", " + replay));
    }
  }

  /** Events out of order, with copies. */
  private List<Message> chapter(Random random) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "link_" + sent.size();
      String body = Event.of("link.created").withText("data.linkId", id).toString();
      sent.put("link.created:" + id, body);
      do {
        messages.add(Message.of("link.created:" + id, body));
      } while (random.nextInt(4) == 0);
    }
    Collections.shuffle(messages, random);
    return messages;
  }
}
