package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.KafkaBroker;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many webhooks a second a bridge stores by itself, an edge writes to a topic, and an intake
 * reads from it; prints it. Nothing is dispatched meanwhile. The figures are those of this machine,
 * broker and database on it; their ratios say more.
 */
@Tag("verify")
@Tag("brokers")
@Timeout(1200)
class KafkaSpeedIT {
  /** Unlike the other tests, which want a quick start. */
  private static final String[] FULL_SPEED = {"-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC"};

  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final int RECORDS = 10_000;

  @TempDir private Path folder;

  private final DurablePostgres postgres = DurablePostgres.running();
  private final String database = postgres.newDatabase();
  private final JdbcClient sql = postgres.sql(database);
  private final Map<String, Double> results = new HashMap<>();

  @Test
  void printsHowFastEachIs() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew()) {
      broker.createTopic("m2m-events", 4);
      broker.createTopic("m2m-1", 1);
      broker.createTopic("m2m-4", 4);
      broker.createTopic("m2m-16", 16);
      receive(broker);
      takeIn(broker, 1);
      takeIn(broker, 4);
      takeIn(broker, 16);
    }
    double alone = results.get("bridge");
    System.out.printf("Webhooks or events a second, the median of %d rounds:%n", ROUNDS);
    print("a bridge stores by itself", "bridge", alone);
    print("an edge writes to 4 partitions", "edge", alone);
    print("an intake reads 1 partition", "intake-1", alone);
    print("an intake reads 4 partitions", "intake-4", alone);
    print("an intake reads 16 partitions", "intake-16", alone);
  }

  private void print(String what, String name, double alone) {
    double rate = results.get(name);
    System.out.printf("  %-32s %,8.0f  %5.2f%n", what, rate, rate / alone);
  }

  /** The bridge and the edge in turns. */
  private void receive(KafkaBroker broker) throws Exception {
    int bridgePort = Bridge.freePort();
    int edgePort = Bridge.freePort();
    try (BridgeProcess bridge = start("bridge", bridgePort, Map.of());
        BridgeProcess edge =
            start(
                "edge",
                edgePort,
                Map.of(
                    "M2M_DELIVERIES_REPOSITORY", "caffeine",
                    "M2M_INTAKE_KAFKA_BROKERS", broker.address(),
                    "M2M_FORWARD_DEFAULT", "direct:event-intake-send"))) {
      List<Double> stored = new ArrayList<>();
      List<Double> written = new ArrayList<>();
      int toBridge = 0;
      int toEdge = 0;
      for (int round = -1; round < ROUNDS; round++) {
        int viaBridge = Load.run(webhooks(bridgePort), ROUND);
        int viaEdge = Load.run(webhooks(edgePort), ROUND);
        toBridge += viaBridge;
        toEdge += viaEdge;
        if (round >= 0) { // the one before warms them
          stored.add(viaBridge / (double) ROUND.toSeconds());
          written.add(viaEdge / (double) ROUND.toSeconds());
        }
      }
      assertTrue(bridge.isAlive() && edge.isAlive());
      assertEquals(toBridge, rows());
      assertEquals(toEdge, broker.take().size());
      results.put("bridge", median(stored));
      results.put("edge", median(written));
    }
  }

  /** One intake, which is written many records to at once, again and again. */
  private void takeIn(KafkaBroker broker, int partitions) throws Exception {
    String name = "intake-" + partitions;
    String topic = "m2m-" + partitions;
    try (BridgeProcess intake =
        start(
            name,
            Bridge.freePort(),
            Map.of(
                "M2M_INTAKE_KAFKA_BROKERS", broker.address(),
                "M2M_INTAKE_KAFKA_TOPIC", topic,
                "M2M_INTAKE_KAFKA_CONSUMERS", String.valueOf(partitions)))) {
      List<Double> rates = new ArrayList<>();
      for (int round = -1; round < ROUNDS; round++) {
        long before = rows();
        long begun = System.nanoTime();
        write(broker, topic);
        Awaitility.await()
            .atMost(Duration.ofSeconds(120))
            .pollInterval(Duration.ofMillis(100))
            .until(() -> rows() - before, stored -> stored == RECORDS);
        if (round >= 0) {
          rates.add(RECORDS * 1e9 / (System.nanoTime() - begun));
        }
      }
      assertTrue(intake.isAlive());
      results.put(name, median(rates));
    }
  }

  private static void write(KafkaBroker broker, String topic) {
    Signature signature = new Signature(Bridge.SECRET);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.address(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] body = Load.body().getBytes(UTF_8);
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        var event = new ProducerRecord<>(topic, "user_" + i, body);
        Map.of(
                "X-M2M-Timestamp",
                timestamp,
                "X-M2M-Signature",
                signature.sign(timestamp, body),
                "m2mPath",
                "/webhooks/m2m",
                "m2mReceivedMillis",
                String.valueOf(System.currentTimeMillis()))
            .forEach((header, value) -> event.headers().add(header, value.getBytes(UTF_8)));
        producer.send(event);
      }
    }
  }

  /** Without dispatch. */
  private BridgeProcess start(String name, int port, Map<String, String> settings)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    BridgeLauncher packaged = BridgeLauncher.packaged(own);
    for (String route : List.of("event-dispatch", "data-request-dispatch")) {
      Files.delete(own.resolve("routes").resolve(route + ".camel.yaml"));
    }
    return packaged
        .withDatabase("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database)
        .with("M2M_HTTP_PORT", String.valueOf(port))
        .with("M2M_LOG_LEVEL", "info")
        .with(settings)
        .withOptions(FULL_SPEED)
        .start();
  }

  private static URI webhooks(int port) {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
  }

  private long rows() {
    return sql.sql("SELECT count(*) FROM m2m_deliveries").query(Long.class).single();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
