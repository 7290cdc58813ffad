package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A consumer on a database of its own, for the tests of it. */
abstract class ConsumerTest {
  static DefaultCamelContext context;
  static FaultyDataSource database;
  static Inbox inbox;

  final Queue<String> worked = new ConcurrentLinkedQueue<>();
  final CountDownLatch go = new CountDownLatch(1);
  Consumer consumer;

  @BeforeAll
  static void start() {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @BeforeEach
  void empty() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
  }

  @AfterEach
  void end() {
    database.has(FaultyDataSource.Fault.NONE);
    go.countDown();
    consumer.stop();
  }

  static String key(org.apache.camel.Exchange exchange) {
    return exchange.getVariable("eventKey", String.class);
  }

  void consume(String lanes, int workers, Processor processor) throws Exception {
    DeliveryComponent component = new DeliveryComponent();
    component.setCamelContext(context);
    DeliveryEndpoint endpoint = new DeliveryEndpoint("m2m-deliveries:test", component);
    endpoint.setInbox(inbox);
    endpoint.setLanes(lanes);
    endpoint.setWorkers(workers);
    endpoint.setBackOff("50");
    endpoint.setWebhooksFirst(true); // of which there are none, but where a test binds some
    consumer = endpoint.createConsumer(processor);
    consumer.start();
  }

  /** Half a minute, as others may be using the machine. */
  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(30));
  }

  void awaitWorked(int count) {
    await(count + " to be worked on").until(() -> worked.size() == count);
  }

  static int count(String where) {
    return JdbcClient.create(database)
        .sql("SELECT count(*) FROM m2m_deliveries WHERE " + where)
        .query(Integer.class)
        .single();
  }

  static void awaitState(String eventKey, String state) {
    await(eventKey + " to be " + state)
        .until(() -> row(database, eventKey).get("state"), state::equals);
  }

  static void awaitStates(String state, int count) {
    await(count + " to be " + state)
        .until(
            () ->
                JdbcClient.create(database)
                    .sql("SELECT count(*) FROM m2m_deliveries WHERE state = ?")
                    .param(state)
                    .query(Integer.class)
                    .single(),
            found -> found == count);
  }
}
