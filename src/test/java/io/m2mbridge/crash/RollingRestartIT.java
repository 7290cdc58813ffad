package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.testing.M2m;
import io.m2mbridge.testing.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes on one PostgreSQL, restarted in turn behind a load balancer, while webhooks come in by
 * connections that are kept: M2M has to send none of them twice.
 */
@Tag("verify")
@Tag("alone")
@Timeout(300)
class RollingRestartIT {
  private static final int STOPPED = 143;
  private static final int EVERY_MILLIS = 40;

  /** In place of the ten seconds of deploy/kubernetes. */
  private static final int WEBHOOKS_IN_PRE_STOP = 40;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void answersEachWebhookAtItsFirstAttempt(long seed) throws Exception {
    try (Trial trial = Trial.start(seed, folder, 0, Map.of())) {
      List<Node> nodes = startTogether(trial);
      try (Balancer balancer = new Balancer(nodes)) {
        trial.sendTo(balancer);
        Queue<Message> story = new ArrayDeque<>();
        ScheduledExecutorService stream = stream(trial, story);
        awaitAnswered(trial, WEBHOOKS_IN_PRE_STOP);

        restartAsKubernetes(trial, balancer, nodes.get(0));
        restartAsServiceManager(trial, balancer, nodes.get(1));
        awaitAnswered(trial, WEBHOOKS_IN_PRE_STOP);
        stream.shutdown();
        stream.awaitTermination(30, TimeUnit.SECONDS);
        trial.m2m().send(story);
        trial.m2m().awaitAnswered();

        assertEquals(List.of(), List.copyOf(trial.m2m().failures()), "-Dm2m.crash.seed=" + seed);
        trial.assertKept();
        assertEquals(0, trial.count("m2m_deliveries WHERE lost > 0"), "left to a lease's end");
      }
    }
  }

  /** Both on an empty database, as the pods of a new deployment. */
  private List<Node> startTogether(Trial trial) {
    Map<String, String> settings = Map.of("M2M_SHUTDOWN_DELAY", "3s");
    List<Node> nodes =
        List.of(
            trial.addNode(folder.resolve("one"), settings),
            trial.addNode(folder.resolve("other"), settings));
    Node.startTogether(nodes);
    return nodes;
  }

  /** Sends one webhook after the other, at a pace that doesn't heed the answers. */
  private static ScheduledExecutorService stream(Trial trial, Queue<Message> next) {
    ScheduledExecutorService stream = Executors.newSingleThreadScheduledExecutor();
    stream.scheduleAtFixedRate(
        () -> {
          if (next.isEmpty()) {
            next.addAll(trial.nextChapter());
          }
          trial.m2m().send(List.of(next.remove()));
        },
        0,
        EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
    return stream;
  }

  /** The balancer knows first, and SIGTERM comes after the preStop pause. */
  private static void restartAsKubernetes(Trial trial, Balancer balancer, Node node) {
    balancer.takeOut(node);
    awaitAnswered(trial, WEBHOOKS_IN_PRE_STOP);
    stop(balancer, node);
    node.start();
    balancer.putIn(node);
    awaitReady(balancer, node);
  }

  /** The balancer has nothing but the probe to learn it from. */
  private static void restartAsServiceManager(Trial trial, Balancer balancer, Node node) {
    awaitAnswered(trial, WEBHOOKS_IN_PRE_STOP);
    stop(balancer, node);
    node.start();
    awaitReady(balancer, node);
  }

  private static void stop(Balancer balancer, Node node) {
    node.process().stop();
    Awaitility.await("the probe to tell of the stop")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !node.isReady());
    assertEquals(STOPPED, node.awaitStopped());
    assertFalse(balancer.sendsTo(node));
  }

  private static void awaitReady(Balancer balancer, Node node) {
    Awaitility.await("the balancer to send to the node again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> balancer.sendsTo(node));
  }

  private static void awaitAnswered(Trial trial, int more) {
    int before = answered(trial);
    Awaitility.await(more + " more webhooks to be answered")
        .atMost(Duration.ofSeconds(60))
        .until(() -> answered(trial) >= before + more);
  }

  private static int answered(Trial trial) {
    return trial.m2m().tallies().values().stream().mapToInt(M2m.Tally::answered).sum();
  }
}
