package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kafka in front: M2M sends to edges, intakes store; each of them is killed, intakes join and
 * leave, and the broker stops, all under load and in any order.
 */
@Tag("verify")
@Tag("brokers")
@Timeout(600)
class KafkaFrontIT {
  private static final String TOPIC = "m2m-events";
  private static final int PARTITIONS = 4;
  private static final int LATEST_MISHAP = 1_000;

  /** A member of the group that is killed is missed after ten seconds. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(20);

  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(15);

  @TempDir private Path folder;

  private interface Mishap {
    void happen() throws Exception;
  }

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void keepsItsPromises(long seed) throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew();
        Trial trial = Trial.start(seed, folder, 0, Map.of())) {
      broker.createTopic(TOPIC, PARTITIONS);
      trial.noteTopic();
      List<Node> intakes = List.of(intake(trial, broker, "one"), intake(trial, broker, "two"));
      intakes.forEach(Node::start);
      List<Node> edges = List.of(startEdge(trial, broker, "one"), startEdge(trial, broker, "two"));

      List<Mishap> mishaps =
          new ArrayList<>(
              List.of(
                  () -> killAndStart(trial, edges),
                  () -> killAndStart(trial, edges),
                  () -> killAndStart(trial, intakes),
                  () -> leaveItToTheOther(trial, broker, intakes),
                  () -> joinAndLeave(trial, intake(trial, broker, "three")),
                  () -> stopAndStart(trial, broker)));
      Collections.shuffle(mishaps, trial.random());
      for (Mishap mishap : mishaps) {
        trial.sendChapter();
        trial.sendChapter();
        passSomeTime(trial);
        mishap.happen();
      }
      trial.m2m().awaitAnswered();
      awaitTaken(trial, broker, Duration.ofSeconds(60));
      trial.assertKept();
      trial
          .m2m()
          .refusals()
          .forEach(took -> assertTrue(took.compareTo(LONGEST_REFUSAL) < 0, took::toString));
    }
  }

  private Node startEdge(Trial trial, KafkaBroker broker, String name) {
    return trial.startTarget(
        folder.resolve("edge-" + name),
        Map.of(
            "M2M_DELIVERIES_REPOSITORY", "caffeine",
            "M2M_INTAKE_KAFKA_BROKERS", broker.address(),
            "M2M_FORWARD_DEFAULT", "direct:event-intake-send"));
  }

  private Node intake(Trial trial, KafkaBroker broker, String name) {
    return trial.addNode(
        folder.resolve("intake-" + name),
        Map.of("M2M_INTAKE_KAFKA_BROKERS", broker.address(), "M2M_INTAKE_KAFKA_CONSUMERS", "2"));
  }

  private static void killAndStart(Trial trial, List<Node> nodes) {
    Node node = nodes.get(trial.random().nextInt(nodes.size()));
    trial.noteMishap();
    node.kill();
    node.start();
  }

  private static void leaveItToTheOther(Trial trial, KafkaBroker broker, List<Node> intakes) {
    Node node = intakes.get(trial.random().nextInt(intakes.size()));
    trial.noteMishap();
    node.kill();
    trial.m2m().awaitAnswered();
    awaitTaken(trial, broker, TAKEN_OVER);
    node.start();
  }

  private static void joinAndLeave(Trial trial, Node node) throws InterruptedException {
    trial.noteMishap();
    node.start();
    trial.sendChapter();
    passSomeTime(trial);
    trial.noteMishap();
    node.process().terminate();
  }

  private static void stopAndStart(Trial trial, KafkaBroker broker) throws InterruptedException {
    trial.noteMishap();
    broker.stop();
    passSomeTime(trial);
    broker.start();
  }

  private static void passSomeTime(Trial trial) throws InterruptedException {
    // No condition to wait for: the moment is the point of it.
    new CountDownLatch(1).await(trial.random().nextInt(LATEST_MISHAP), TimeUnit.MILLISECONDS);
  }

  /** Waits until the intakes have committed the offset of the last record. */
  private static void awaitTaken(Trial trial, KafkaBroker broker, Duration atMost) {
    try (Admin admin = broker.admin()) {
      Awaitility.await("the intakes to have read all, -Dm2m.crash.seed=" + trial.seed())
          .atMost(atMost)
          .until(() -> committed(admin).equals(ends(admin)));
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get().entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets("m2m-bridge").partitionsToOffsetAndMetadata().get();
    return offsets.entrySet().stream()
        .filter(offset -> offset.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, offset -> offset.getValue().offset()));
  }
}
