package io.m2mbridge.check;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of a bridge without a database, and those of Kafka. */
class ForwardOnlyCheckTest extends GoodSettings {
  private void withoutDatabase() {
    settings.setProperty("m2m.deliveries.repository", "caffeine");
    settings.setProperty("m2m.api.key", "");
    settings.setProperty("m2m.database.url", "");
  }

  @Test
  void needsNeitherDatabaseNorKeyWhereEventsAreOnlyForwarded() {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");

    assertMistakes();
  }

  @Test
  void asksForEndpointOfEachEventWhereEventsAreOnlyForwarded() {
    withoutDatabase();
    settings.setProperty("m2m.link-created.forward", "seda:esb");

    assertMistakes(
        "Without a database every event needs an endpoint, but there is none in"
            + " m2m.link-opened.forward, m2m.user-data-request.forward,"
            + " m2m.operation-created.forward, m2m.operation-cancelled.forward, m2m.unknown.forward:"
            + " set m2m.forward.default (M2M_FORWARD_DEFAULT) for those without one.");
  }

  @Test
  void takesAnEndpointForEachEvent() {
    withoutDatabase();
    for (String event :
        List.of(
            "link-created",
            "link-opened",
            "user-data-request",
            "operation-created",
            "operation-cancelled",
            "unknown")) {
      settings.setProperty("m2m." + event + ".forward", "seda:esb");
    }

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka",
        "kafka:",
        ":9092",
        "kafka:port",
        "kafka:9092,",
        "kafka-1:9092;kafka-2:9092",
        "kafka-1:9092 kafka-2:9092",
        "https://kafka:9092"
      })
  void refusesWhatIsNoListOfKafkaBrokers(String brokers) {
    settings.setProperty("m2m.intake.kafka.brokers", brokers);

    assertMistakes(
        "m2m.intake.kafka.brokers (M2M_INTAKE_KAFKA_BROKERS) is not a list of Kafka brokers: set it"
            + " as in one:9092,two:9092.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m2m events", "m2m/events", "m2m?brokers=other:9092"})
  void refusesWhatIsNoTopic(String topic) {
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");
    settings.setProperty("m2m.intake.kafka.topic", topic);

    assertMistakes(
        "m2m.intake.kafka.topic (M2M_INTAKE_KAFKA_TOPIC) is not the name of a topic: set it to"
            + " letters, digits, dots, underscores and hyphens.");
  }

  @Test
  void refusesToTakeInFromKafkaWithoutADatabase() {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");

    assertMistakes(
        "Without a database no event can be read from m2m.intake.kafka.brokers"
            + " (M2M_INTAKE_KAFKA_BROKERS): set m2m.forward.default to direct:event-intake-send to"
            + " write to the topic, or unset the brokers.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.forward.default", "m2m.operation-created.forward"})
  void takesKafkaToWriteToWithoutADatabase(String key) {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");
    settings.setProperty(key, "direct:event-intake-send");

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.forward.default", "m2m.link-opened.forward", "m2m.unknown.forward"})
  void asksForTheBrokersOfTheTopicThatEventsGoTo(String key) {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty(key, "direct:event-intake-send");

    assertMistakes(
        key
            + " is direct:event-intake-send, which needs Kafka: set m2m.intake.kafka.brokers"
            + " (M2M_INTAKE_KAFKA_BROKERS).");
  }
}
