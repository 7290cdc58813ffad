package io.m2mbridge.dispatch;

import static io.m2mbridge.inbox.Deliveries.row;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.Inbox;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One event whose effects run on a thread of their own. They write rows of the table effects. */
final class SharedEvent {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final DataSource database;
  private final JdbcClient sql;
  final ClaimedDelivery claimed;
  final Exchange exchange;
  final CompletableFuture<Optional<Instant>> result = new CompletableFuture<>();
  final Thread thread;

  SharedEvent(Inbox inbox, DataSource database, SharedTransactions shared, Processor steps) {
    this(inbox, database, shared, "linkId:" + NUMBER.get(), steps);
  }

  SharedEvent(
      Inbox inbox, DataSource database, SharedTransactions shared, String rows, Processor steps) {
    this.database = database;
    sql = JdbcClient.create(database);
    String name = "e" + NUMBER.incrementAndGet();
    Deliveries.store(inbox, Deliveries.linkCreated(name));
    claimed = inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
    exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("deliveryId", claimed.id());
    exchange.setVariable("leaseToken", claimed.leaseToken().toString());
    SharedEffects effects = new SharedEffects(exchange, steps, rows);
    thread =
        new Thread(
            () -> {
              try {
                result.complete(shared.run(effects));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
  }

  Optional<Instant> result() throws Exception {
    return result.get(20, SECONDS);
  }

  boolean hasEffect() {
    return sql.sql("SELECT EXISTS (SELECT FROM effects WHERE delivery_id = ?)")
        .param(claimed.id())
        .query(Boolean.class)
        .single();
  }

  Object mark() {
    return row(database, claimed.eventKey()).get("effects_at");
  }

  /** The transaction that wrote the effect. */
  String transaction() {
    return sql.sql("SELECT xmin::text FROM effects WHERE delivery_id = ?")
        .param(claimed.id())
        .query(String.class)
        .single();
  }
}
