package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.KafkaBroker;
import io.m2mbridge.testkit.Bridge;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many webhooks a second a bridge stores by itself, an edge writes to a topic, and an intake
 * reads from it, and how much CPU time of the bridge each costs. Prints it, with the load of the
 * machine. Nothing is dispatched meanwhile. All of them run at the same time and work in turns of
 * the same length, so that what else the machine does meets each of them alike.
 *
 * <p>A bridge and an edge are sent webhooks by {@link Load}, and each answer of the turn counts. An
 * intake is written records to by {@link TopicLoad}, and each row of the turn counts. In both cases
 * the sender signs, and it shares the cores with the bridge, the database and the broker all the
 * time. The figures are those of this machine; their ratios say more.
 */
@Tag("verify")
@Tag("brokers")
@Timeout(1200)
class KafkaSpeedIT {
  /** Unlike the other tests, which want a quick start. */
  private static final String[] FULL_SPEED = {"-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC"};

  /** Nearly two minutes of load for each: on a slow machine, a bridge needs that to become fast. */
  private static final int WARM_UP_ROUNDS = 22;

  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final DurablePostgres postgres = DurablePostgres.running();
  private final String database = postgres.newDatabase();
  private final JdbcClient sql = postgres.sql(database);

  /** How many webhooks each port was sent. */
  private final Map<Integer, Integer> received = new HashMap<>();

  /** A turn. */
  private interface Turn {
    /** Works for the time of a round, and returns how many webhooks or records it took. */
    int take() throws Exception;

    /** Ends what the turn has begun. */
    default void drain() {}
  }

  private record Peer(String what, BridgeProcess process, Turn turn) {}

  /**
   * One turn.
   *
   * @param rate webhooks or records a second
   * @param micros the process's CPU time for each, in microseconds
   */
  private record Round(double rate, double micros) {}

  @Test
  void printsHowFastEachIs() throws Exception {
    int bridgePort = Bridge.freePort();
    int edgePort = Bridge.freePort();
    try (KafkaBroker broker = KafkaBroker.startNew()) {
      broker.createTopic("m2m-events", 4);
      try (BridgeProcess bridge = start("bridge", bridgePort, Map.of());
          BridgeProcess edge = start("edge", edgePort, edge(broker));
          BridgeProcess one = intake(broker, 1);
          BridgeProcess four = intake(broker, 4);
          TopicLoad records = new TopicLoad(broker, url())) {
        List<Peer> peers =
            List.of(
                new Peer("a bridge stores by itself", bridge, () -> receive(bridgePort)),
                new Peer("an edge writes to 4 partitions", edge, () -> receive(edgePort)),
                new Peer("an intake reads 1 partition", one, takeIn(records, "m2m-1")),
                new Peer("an intake reads 4 partitions", four, takeIn(records, "m2m-4")));
        Map<String, List<Round>> rounds = inTurns(peers);
        assertTrue(peers.stream().allMatch(peer -> peer.process().isAlive()));
        assertEquals(received.get(edgePort), broker.take().size());
        assertEquals(received.get(bridgePort) + records.written(), rows());
        print(rounds);
      }
    }
  }

  private static Map<String, List<Round>> inTurns(List<Peer> peers) throws Exception {
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    for (int i = -WARM_UP_ROUNDS; i < ROUNDS; i++) {
      for (Peer peer : peers) {
        Round round = round(peer);
        if (i >= 0) {
          rounds.computeIfAbsent(peer.what(), any -> new ArrayList<>()).add(round);
        }
      }
    }
    return rounds;
  }

  private static Round round(Peer peer) throws Exception {
    Duration cpu = cpu(peer.process());
    long begun = System.nanoTime();
    int taken = peer.turn().take();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double micros = cpu(peer.process()).minus(cpu).toNanos() / 1e3 / taken;
    peer.turn().drain();
    return new Round(taken / seconds, micros);
  }

  private static Duration cpu(BridgeProcess process) {
    return ProcessHandle.of(process.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private static void print(Map<String, List<Round>> rounds) {
    double alone = median(rounds.values().iterator().next(), Round::rate);
    System.out.printf(
        "Webhooks or records a second, and CPU time for each: medians of %d rounds. The machine's"
            + " load average is %.1f on %d cores.%n",
        ROUNDS,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
    rounds.forEach(
        (what, each) ->
            System.out.printf(
                "  %-32s %,8.0f  %5.2f  %,6.0f µs  rounds: %s%n",
                what,
                median(each, Round::rate),
                median(each, Round::rate) / alone,
                median(each, Round::micros),
                each.stream().map(round -> "%,.0f".formatted(round.rate())).toList()));
  }

  private int receive(int port) throws Exception {
    int count = Load.run(webhooks(port), ROUND);
    received.merge(port, count, Integer::sum);
    return count;
  }

  private static Turn takeIn(TopicLoad records, String topic) {
    return new Turn() {
      @Override
      public int take() {
        return records.run(topic, ROUND);
      }

      @Override
      public void drain() {
        records.drain();
      }
    };
  }

  private static Map<String, String> edge(KafkaBroker broker) {
    return Map.of(
        "M2M_DELIVERIES_REPOSITORY", "caffeine",
        "M2M_INTAKE_KAFKA_BROKERS", broker.address(),
        "M2M_FORWARD_DEFAULT", "direct:event-intake-send");
  }

  private BridgeProcess intake(KafkaBroker broker, int partitions) throws Exception {
    String topic = "m2m-" + partitions;
    broker.createTopic(topic, partitions);
    return start(
        "intake-" + partitions,
        Bridge.freePort(),
        Map.of(
            "M2M_INTAKE_KAFKA_BROKERS", broker.address(),
            "M2M_INTAKE_KAFKA_TOPIC", topic,
            "M2M_INTAKE_KAFKA_CONSUMERS", String.valueOf(partitions)));
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
        .withDatabase(url())
        .with("M2M_HTTP_PORT", String.valueOf(port))
        .with("M2M_LOG_LEVEL", "info")
        .with(settings)
        .withOptions(FULL_SPEED)
        .start();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database;
  }

  private static URI webhooks(int port) {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
  }

  private long rows() {
    return sql.sql("SELECT count(*) FROM m2m_deliveries").query(Long.class).single();
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
  }
}
