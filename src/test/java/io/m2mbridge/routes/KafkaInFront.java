package io.m2mbridge.routes;

import io.m2mbridge.testing.BrokerMessage;
import io.m2mbridge.testing.IntakeRecord;
import io.m2mbridge.testing.KafkaBroker;
import io.m2mbridge.testkit.Bridge;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An edge and an intake with a topic between them. */
abstract class KafkaInFront {
  static final String REFUSE_ONE_KEY =
      """
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON m2m_deliveries FOR EACH ROW
        WHEN (NEW.event_key = 'link.created:k_refused') EXECUTE FUNCTION refuse();
      """;

  static KafkaBroker broker;

  static Bridge edge;

  static Bridge intake;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.startNew();
    broker.createTopic("m2m-events", 2);
    edge =
        Bridge.start(
            Map.of(
                "m2m.deliveries.repository", "caffeine",
                "m2m.database.url", "",
                "m2m.database.username", "",
                "m2m.api.key", "",
                "m2m.forward.default", "direct:event-intake-send",
                "m2m.intake.kafka.brokers", broker.address()));
    intake =
        Bridge.start(
            Map.of(
                "m2m.intake.kafka.brokers", broker.address(), "m2m.intake.kafka.consumers", "2"));
  }

  @AfterAll
  static void stop() {
    intake.close();
    edge.close();
    broker.close();
  }

  static BrokerMessage record(String eventKey) {
    return broker.take().stream()
        .filter(message -> eventKey.equals(message.eventKey()))
        .findFirst()
        .orElseThrow();
  }

  /** The offset from which another intake would read on. */
  static long committed(int partition) throws Exception {
    try (Admin admin = broker.admin()) {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets("m2m-bridge")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition("m2m-events", partition));
      return offset == null ? 0 : offset.offset();
    }
  }

  /** Whether some thread is in a method of a class of this name. */
  static boolean isRunning(String simpleName, String method) {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getMethodName().equals(method)
                    && frame.getClassName().endsWith("." + simpleName));
  }

  static long links(String id) {
    return intake
        .sql()
        .sql("SELECT count(*) FROM m2m_links WHERE link_id = :id")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  static void write(KafkaBroker to, String body) throws Exception {
    send(to, IntakeRecord.of("m2m-events", 0, "user", body));
  }

  static long write(int partition, String body) throws Exception {
    return send(broker, IntakeRecord.of("m2m-events", partition, "user", body));
  }

  static void write(String body, Instant signed, Instant received, String secret) throws Exception {
    send(broker, IntakeRecord.of("m2m-events", 0, "user", body, signed, received, secret));
  }

  static long send(KafkaBroker to, ProducerRecord<String, byte[]> message) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", to.address()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      return producer.send(message).get().offset();
    }
  }
}
