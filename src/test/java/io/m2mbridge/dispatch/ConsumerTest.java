package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;

import io.m2mbridge.inbox.FaultyDataSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A consumer on a database of its own, for the tests of it. */
abstract class ConsumerTest extends DispatchDatabase {
  final Queue<String> worked = new ConcurrentLinkedQueue<>();
  final CountDownLatch go = new CountDownLatch(1);
  Consumer consumer;

  @AfterEach
  void end() {
    database.has(FaultyDataSource.Fault.NONE);
    go.countDown();
    consumer.stop();
  }

  static String key(Exchange exchange) {
    return exchange.getVariable("eventKey", String.class);
  }

  void awaitGo() throws InterruptedException {
    if (!go.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the test has not said go within 30 s");
    }
  }

  void workUntilGo(Exchange exchange) throws InterruptedException {
    worked.add(key(exchange));
    awaitGo();
  }

  Consumer createConsumer(DeliveryEndpoint endpoint, Processor processor) throws Exception {
    return endpoint.createConsumer(processor);
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
    consumer = createConsumer(endpoint, processor);
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
