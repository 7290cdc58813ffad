package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ArtemisBroker;
import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.KafkaBroker;
import io.m2mbridge.testing.TcpProxy;
import io.m2mbridge.testing.Webhook;
import jakarta.jms.BytesMessage;
import jakarta.jms.Session;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/brokers.md, against the brokers themselves. */
@Timeout(120)
class BrokersTest {
  private static final Map<String, String> WITHOUT_DATABASE =
      Map.of(
          "m2m.deliveries.repository", "caffeine",
          "m2m.database.url", "",
          "m2m.database.username", "",
          "m2m.api.key", "");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void handsOverToArtemisBeforeTheAnswer() throws Exception {
    try (ArtemisBroker broker = ArtemisBroker.startNew();
        Bridge bridge = Bridge.start(artemis(broker.port(), WITHOUT_DATABASE))) {
      answers503WhileTheBrokerIsDown(bridge, broker::stop, broker::start);

      assertEquals(List.of("link.created:a", "link.created:b"), takeFromArtemis(broker, 2));
    }
  }

  @Test
  @Tag("brokers")
  void handsOverToKafkaBeforeTheAnswer() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew();
        Bridge bridge = Bridge.start(kafka(broker, WITHOUT_DATABASE))) {
      answers503WhileTheBrokerIsDown(bridge, broker::stop, broker::start);

      var records = takeFromKafka(broker, 2);
      assertEquals(
          List.of("link.created:a", "link.created:b"),
          records.stream().map(BrokersTest::eventKey).distinct().toList());
      records.forEach(record -> assertEquals("user_12345", record.key()));
      assertEquals(body("a"), records.get(0).value());
    }
  }

  @Test
  void keepsEventsForArtemisWhileItIsDown() throws Exception {
    try (ArtemisBroker broker = ArtemisBroker.startNew()) {
      Map<String, String> settings = artemis(broker.port(), Map.of());
      settings.put("m2m.link-opened.forward", "log:m2m.forward?level=OFF");
      try (Bridge bridge = Bridge.start(settings)) {
        keepsEventsWhileTheBrokerIsDown(bridge, broker::stop, broker::start);
        assertEquals(List.of("link.created:a"), takeFromArtemis(broker, 1));
      }
    }
  }

  @Test
  @Tag("brokers")
  void keepsEventsForKafkaWhileItIsDown() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew()) {
      Map<String, String> settings = kafka(broker, Map.of());
      settings.put("m2m.link-opened.forward", "log:m2m.forward?level=OFF");
      try (Bridge bridge = Bridge.start(settings)) {
        keepsEventsWhileTheBrokerIsDown(bridge, broker::stop, broker::start);
        assertEquals("link.created:a", eventKey(takeFromKafka(broker, 1).get(0)));
      }
    }
  }

  @Test
  @Tag("brokers")
  void answersABurst503WhileArtemisIsDown() throws Exception {
    try (ArtemisBroker broker = ArtemisBroker.startNew();
        Bridge bridge = Bridge.start(artemis(broker.port(), WITHOUT_DATABASE))) {
      answersABurst503(bridge, broker::stop, broker::start);
    }
  }

  /** Its pool makes one connection after another, and each attempt takes three seconds. */
  @Test
  @Tag("brokers")
  void recoversFromAnArtemisThatHung() throws Exception {
    try (ArtemisBroker broker = ArtemisBroker.startNew();
        TcpProxy cable = new TcpProxy(broker.port());
        Bridge bridge = Bridge.start(artemis(cable.port(), WITHOUT_DATABASE))) {
      assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
      cable.stall();
      var sent = startBurst(bridge);
      var refused =
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> ended(sent), ended -> ended.size() >= 100);
      refused.forEach(answer -> assertEquals(503, answer.join().statusCode()));
      cable.restore();
      sent.forEach(CompletableFuture::join);
      for (var answer : sendBurst(bridge)) {
        assertTrue(Set.of("accepted", "duplicate").contains(Bridge.outcome(answer)));
      }
    }
  }

  @Test
  @Tag("brokers")
  void answersABurst503WhileKafkaIsDown() throws Exception {
    try (KafkaBroker broker = KafkaBroker.startNew();
        Bridge bridge = Bridge.start(kafka(broker, WITHOUT_DATABASE))) {
      answersABurst503(bridge, broker::stop, broker::start);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void answers503WhileTheBrokerIsDown(Bridge bridge, Step stop, Step start)
      throws Exception {
    assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
    stop.run();
    long begun = System.nanoTime();
    var answer = bridge.send(body("b"));
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10);
    start.run();
    assertEquals("accepted", Bridge.outcome(bridge.send(body("b"))));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body("b"))));
  }

  private static void answersABurst503(Bridge bridge, Step stop, Step start) throws Exception {
    assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
    stop.run();
    long begun = System.nanoTime();
    sendBurst(bridge).forEach(answer -> assertEquals(503, answer.statusCode()));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    // M2M waits for 30 seconds.
    assertTrue(took.toSeconds() < 15, took.toString());
    start.run();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> "accepted".equals(Bridge.outcome(bridge.send(body("back")))));
    sendBurst(bridge).forEach(answer -> assertEquals("accepted", Bridge.outcome(answer)));
  }

  private static List<HttpResponse<String>> sendBurst(Bridge bridge) {
    return startBurst(bridge).stream().map(CompletableFuture::join).toList();
  }

  private static List<CompletableFuture<HttpResponse<String>>> startBurst(Bridge bridge) {
    return IntStream.range(0, 300)
        .mapToObj(i -> Webhook.of(body("burst_" + i)).to(bridge.webhooks()))
        .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString()))
        .toList();
  }

  private static <T> List<CompletableFuture<T>> ended(List<CompletableFuture<T>> sent) {
    return sent.stream().filter(CompletableFuture::isDone).toList();
  }

  private static void keepsEventsWhileTheBrokerIsDown(Bridge bridge, Step stop, Step start)
      throws Exception {
    stop.run();
    assertEquals("accepted", Bridge.outcome(bridge.send(body("a"))));
    bridge.send(Events.of("link.opened").withText("data.linkId", "other").toString());
    bridge.await("link.opened:other", "done");
    start.run();
    bridge.await("link.created:a", "done");
  }

  private static String body(String linkId) {
    return " " + Events.of("link.created").withText("data.linkId", linkId) + "\n";
  }

  private static Map<String, String> artemis(int port, Map<String, String> more) throws Exception {
    Map<String, String> settings = recipe("## ActiveMQ Artemis", more);
    settings.computeIfPresent(
        "camel.beans.artemis.brokerURL", (k, url) -> url.replace("61616", "" + port));
    return settings;
  }

  private Map<String, String> kafka(KafkaBroker broker, Map<String, String> more) throws Exception {
    Map<String, String> settings = recipe("## Kafka", more);
    settings.put("camel.component.kafka.brokers", broker.address());
    Path route = folder.resolve("forward-to-kafka.camel.yaml");
    Files.writeString(route, block("## Kafka", "yaml"));
    settings.put(
        "camel.main.routesIncludePattern",
        "file:routes/beans.camel.yaml,file:routes/*.camel.yaml,file:" + route);
    return settings;
  }

  private static Map<String, String> recipe(String heading, Map<String, String> more)
      throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(block(heading, "properties")));
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    settings.putAll(more);
    return settings;
  }

  private static String block(String heading, String language) throws Exception {
    String page = Files.readString(Path.of("docs", "brokers.md"));
    String fence = "```" + language + "\n";
    int start = page.indexOf(fence, page.indexOf(heading)) + fence.length();
    return page.substring(start, page.indexOf("```", start));
  }

  private static List<String> takeFromArtemis(ArtemisBroker broker, int count) throws Exception {
    List<String> keys = new ArrayList<>();
    try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port());
        var connection = factory.createConnection();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue("m2m.events"))) {
      connection.start();
      for (int i = 0; i < count; i++) {
        BytesMessage message = (BytesMessage) consumer.receive(20_000);
        assertNotNull(message);
        String key = message.getStringProperty("m2mEventKey");
        assertEquals(
            body(key.substring(key.indexOf(':') + 1)),
            new String(message.getBody(byte[].class), UTF_8));
        assertEquals("link.created", message.getStringProperty("m2mEvent"));
        assertEquals("application/json", message.getStringProperty("Content_HYPHEN_Type"));
        keys.add(key);
      }
    }
    return keys;
  }

  private static List<ConsumerRecord<String, String>> takeFromKafka(KafkaBroker broker, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", broker.address(),
            "group.id", "readers",
            "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("m2m-events"));
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (records.size() < count) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static String eventKey(ConsumerRecord<String, String> record) {
    return new String(record.headers().lastHeader("m2mEventKey").value(), UTF_8);
  }
}
