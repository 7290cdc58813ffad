package io.m2mbridge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("brokers")
@Timeout(60)
class KafkaBrokerTest {
  @Test
  void keepsItsDataAndItsPortOverARestart() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew()) {
      broker.createTopic("events", 1);
      send(broker, "before");
      String address = broker.address();
      broker.stop();
      broker.start();
      assertEquals(address, broker.address());
      send(broker, "after");
      assertEquals(List.of("before", "after"), read(broker));
    }
  }

  @Test
  void makesATopicWithItsPartitions() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew()) {
      broker.createTopic("events", 3);
      try (var admin = broker.admin()) {
        var topics = admin.describeTopics(List.of("events")).allTopicNames().get();
        assertEquals(3, topics.get("events").partitions().size());
      }
    }
  }

  private static void send(KafkaBroker broker, String value)
      throws InterruptedException, ExecutionException {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertTrue(producer.send(new ProducerRecord<>("events", value)).get().hasOffset());
    }
  }

  private static List<String> read(KafkaBroker broker) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", broker.address(),
            "group.id", "readers",
            "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("events"));
      List<String> values = new ArrayList<>();
      while (values.size() < 2) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
