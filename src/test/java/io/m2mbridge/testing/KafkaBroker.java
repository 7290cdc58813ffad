package io.m2mbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.testkit.Bridge;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.camel.util.FileUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Kafka, of one node. Topics are made by {@link #createTopic} or at their first use. */
public final class KafkaBroker implements Broker {
  private static final String TOPIC = "m2m-events";

  private final Path folder;
  private final Properties settings = new Properties();
  private final int port = Bridge.freePort();
  private final int cablePort = Bridge.freePort();
  private final TcpProxy cable = new TcpProxy(cablePort);
  private KafkaRaftServer server;

  private KafkaBroker() throws Exception {
    // What it does in its own JVM is no matter of the tests that use it.
    for (String logger :
        List.of("kafka", "org.apache.kafka", "org.apache.zookeeper", "state.change.logger")) {
      Configurator.setLevel(logger, Level.ERROR);
    }
    folder = Files.createTempDirectory("kafka");
    int controllerPort = Bridge.freePort();
    settings.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CABLE://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                    .formatted(port, cablePort, controllerPort)),
            // A client comes back by the address that it is told here.
            Map.entry(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,CABLE://127.0.0.1:%d".formatted(port, cable.port())),
            Map.entry(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CABLE:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("num.partitions", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("controlled.shutdown.enable", "false"),
            Map.entry("log.cleaner.enable", "false")));
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(1)
          .setClusterId("m2m-bridge-tests-00000")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(folder.toString())
          .addDirectory(folder.toString())
          .run();
    }
    start();
  }

  /** Starts a new, empty broker. */
  public static KafkaBroker startNew() {
    try {
      return new KafkaBroker();
    } catch (Exception e) {
      throw new IllegalStateException("Kafka doesn't start", e);
    }
  }

  /** Its address, {@code host:port}: the same after a restart. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public TcpProxy cable() {
    return cable;
  }

  /** Makes a topic, and returns when it is there. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client for what the broker knows; the caller closes it. */
  public Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()));
  }

  @Override
  public List<BrokerMessage> take() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", address()),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(partition -> new TopicPartition(TOPIC, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<BrokerMessage> messages = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> messages.add(message(record)));
      }
      return messages;
    }
  }

  private static BrokerMessage message(ConsumerRecord<String, String> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), UTF_8));
      }
    }
    return new BrokerMessage(record.key(), record.value(), headers);
  }

  @Override
  public void start() {
    server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
  }

  @Override
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  @Override
  public void close() {
    cable.close();
    stop();
    FileUtil.removeDir(folder.toFile());
  }
}
