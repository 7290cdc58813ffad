package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A settlement, and deliveries whose attempt has ended. */
abstract class SettledDeliveries extends DispatchDatabase {
  static final AtomicInteger NUMBER = new AtomicInteger();
  static ClaimedDelivery lastClaimed;
  DeliveryEndpoint endpoint;
  final Clock clock = Clock.systemUTC();
  Settlement settlement;
  MockEndpoint deadLetters;

  @BeforeEach
  void prepare() {
    DeliveryComponent component = new DeliveryComponent();
    component.setCamelContext(context);
    endpoint = new DeliveryEndpoint("m2m-deliveries:test", component);
    endpoint.setInbox(inbox);
    endpoint.setBackOff("1s");
    endpoint.setMaximumBackOff("1m");
    endpoint.setMaximumAttempts(5);
    endpoint.setDeadLetterUri("mock:dead-letters");
    settlement = new Settlement(endpoint, clock);
    deadLetters = context.getEndpoint("mock:dead-letters", MockEndpoint.class);
    deadLetters.reset();
  }

  void settle(ClaimedDelivery claimed, Exchange exchange) {
    settlement.settle(claimed, exchange, began(exchange));
  }

  static Instant began(Exchange exchange) {
    return Instant.ofEpochMilli(exchange.getClock().getCreated());
  }

  static double delay(ClaimedDelivery claimed) {
    return JdbcClient.create(database)
        .sql(
            "SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8"
                + " FROM m2m_deliveries WHERE id = ?")
        .param(claimed.id())
        .query(Double.class)
        .single();
  }

  /** A delivery of its own, as if it were claimed for the nth time. */
  static ClaimedDelivery claimed(int attempt) {
    return claimed(attempt, 0);
  }

  /**
   * @param age in seconds since its receipt
   */
  static ClaimedDelivery claimed(int attempt, int age) {
    String key = "s" + NUMBER.incrementAndGet();
    Deliveries.store(inbox, Deliveries.linkCreated(key));
    ClaimedDelivery claimed =
        inbox.leases().claim(Map.of("link.created", 1), 1).stream().findFirst().orElseThrow();
    lastClaimed =
        new ClaimedDelivery(
            claimed.id(),
            claimed.leaseToken(),
            claimed.eventKey(),
            claimed.lane(),
            attempt,
            0,
            claimed.run(),
            claimed.receivedAt().minusSeconds(age),
            null,
            claimed.body(),
            Set.of(),
            null);
    return lastClaimed;
  }

  /** The exchange of the delivery that was claimed last. */
  static Exchange exchange(Exception failure) {
    Exchange exchange = new DefaultExchange(context);
    new DeliveryExchanges().name(exchange, lastClaimed);
    exchange.setVariable("event", "link.created");
    exchange.setException(failure);
    return exchange;
  }
}
