package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Routes with effects in the policy effects-once, and events for them. */
abstract class EffectsScenario {
  static final AtomicInteger NUMBER = new AtomicInteger();

  static FaultyDataSource database;

  static Inbox inbox;

  static JdbcClient sql;

  static DefaultCamelContext context;

  static volatile Processor inside = exchange -> {};

  static volatile Processor after = exchange -> {};

  @BeforeAll
  static void start() throws Exception {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
    sql = JdbcClient.create(database);
    sql.sql("CREATE TABLE effects (delivery_id bigint, step text)").update();
    EffectsOncePolicy policy = new EffectsOncePolicy(inbox, database);
    context = new DefaultCamelContext();
    context.getRegistry().bind("effects-once", policy);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:event")
                .errorHandler(noErrorHandler())
                .policy("effects-once")
                .process(effect("first"))
                .process(exchange -> inside.process(exchange))
                .process(effect("second"))
                .end()
                .process(exchange -> after.process(exchange));
            from("direct:handling")
                .onException(IllegalStateException.class)
                .handled(true)
                .end()
                .policy("effects-once")
                .process(effect("first"))
                .process(exchange -> inside.process(exchange))
                .end()
                .process(exchange -> after.process(exchange));
            from("direct:trying")
                .errorHandler(noErrorHandler())
                .policy("effects-once")
                .process(effect("first"))
                .doTry()
                .process(exchange -> inside.process(exchange))
                .doCatch(Exception.class)
                .process(effect("instead"))
                .end()
                .end();
            from("direct:twice")
                .errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0))
                .to("direct:event");
          }
        });
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  static Processor effect(String step) {
    return exchange ->
        sql.sql("INSERT INTO effects VALUES (?, ?)")
            .params(exchange.getVariable("deliveryId"), step)
            .update();
  }

  /** The same database by connections that join no transaction of this thread's. */
  static javax.sql.DataSource fresh() {
    return database.getTargetDataSource();
  }

  static Exchange run(String uri, ClaimedDelivery claimed) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("deliveryId", claimed.id());
    exchange.setVariable("leaseToken", claimed.leaseToken().toString());
    exchange.setVariable("effectsAt", claimed.effectsAt());
    return context.createProducerTemplate().send(uri, exchange);
  }

  static List<String> effects(ClaimedDelivery claimed) {
    return sql.sql("SELECT step FROM effects WHERE delivery_id = ? ORDER BY ctid")
        .param(claimed.id())
        .query(String.class)
        .list();
  }

  static ClaimedDelivery claimed() {
    after = exchange -> {};
    Deliveries.store(inbox, Deliveries.linkCreated("e" + NUMBER.incrementAndGet()));
    return claim();
  }

  static ClaimedDelivery claim() {
    return inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
  }

  @AfterEach
  void settleAll() {
    sql.sql("TRUNCATE m2m_deliveries").update();
  }
}
