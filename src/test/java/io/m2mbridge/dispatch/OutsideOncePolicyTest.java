package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutsideOncePolicyTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final List<String> CALLS = new CopyOnWriteArrayList<>();
  private static FaultyDataSource database;
  private static Inbox inbox;
  private static JdbcClient sql;
  private static DefaultCamelContext context;
  private static volatile Processor ledger = exchange -> {};
  private static volatile Processor audit = exchange -> {};

  @BeforeAll
  static void start() throws Exception {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
    sql = JdbcClient.create(database);
    context = new DefaultCamelContext();
    context.getRegistry().bind(OutsideOncePolicy.NAME, new OutsideOncePolicy(inbox));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:event")
                .errorHandler(noErrorHandler())
                .policy(OutsideOncePolicy.NAME)
                .id("ledger")
                .process(exchange -> call("ledger", exchange, ledger))
                .policy(OutsideOncePolicy.NAME)
                .id("inner")
                .process(exchange -> call("inner", exchange, e -> {}))
                .end()
                .end()
                .policy(OutsideOncePolicy.NAME)
                .id("audit")
                .doTry()
                .process(exchange -> call("audit", exchange, audit))
                .doCatch(IllegalArgumentException.class)
                .end()
                .end();
            from("direct:event-forward").errorHandler(noErrorHandler()).toD("${variable.endpoint}");
            from("direct:forwarding")
                .errorHandler(noErrorHandler())
                .policy(OutsideOncePolicy.NAME)
                .id("forward")
                .to("direct:event-forward")
                .end();
            from("direct:several")
                .errorHandler(noErrorHandler())
                .loop(2)
                .policy(OutsideOncePolicy.NAME)
                .id("turn")
                .process(exchange -> call("turn", exchange, e -> {}))
                .end()
                .end()
                .split(constant(List.of("a", "b", "c")))
                .stopOnException()
                .policy(OutsideOncePolicy.NAME)
                .id("part")
                .process(exchange -> call("part", exchange, audit))
                .end()
                .end();
          }
        });
    context.start();
  }

  private static void call(String name, Exchange exchange, Processor processor) throws Exception {
    CALLS.add(name);
    exchange.getMessage().setBody("answer of " + name);
    exchange.getMessage().setHeader("answered", name);
    exchange.getMessage().removeHeader("given");
    processor.process(exchange);
  }

  private static void fail() {
    throw new IllegalStateException("down");
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @BeforeEach
  void forget() {
    sql.sql("TRUNCATE m2m_deliveries, m2m_outside_calls").update();
    CALLS.clear();
    ledger = exchange -> {};
    audit = exchange -> {};
  }

  @Test
  void repeatsNoCallThatSucceededWhereALaterOneFails() {
    store();
    audit = exchange -> fail();
    for (int attempt = 0; attempt < 3; attempt++) {
      assertNotNull(run(claim()).getException());
    }
    audit = exchange -> {};
    assertNull(run(claim()).getException());

    assertEquals(List.of("ledger", "inner", "audit", "audit", "audit", "audit"), CALLS);
  }

  @Test
  void repeatsACallThatFailed() {
    store();
    ledger = exchange -> fail();
    assertNotNull(run(claim()).getException());
    ledger = exchange -> {};
    assertNull(run(claim()).getException());

    assertEquals(List.of("ledger", "ledger", "inner", "audit"), CALLS);
  }

  @Test
  void remembersACallWhoseFailureItsRouteCaught() {
    store();
    audit =
        exchange -> {
          throw new IllegalArgumentException("a matter of the route's");
        };
    assertNull(run(claim()).getException());
    run(claim());

    assertEquals(List.of("ledger", "inner", "audit"), CALLS);
  }

  @Test
  void remembersNoCallOfAnExchangeThatWasRolledBack() {
    store();
    ledger = exchange -> exchange.setRollbackOnly(true);
    run(claim());
    ledger = exchange -> {};
    run(claim());

    assertEquals(2, CALLS.stream().filter("ledger"::equals).count());
  }

  @Test
  void callsAgainInANewRunAndNotForACopyOfADeadEvent() {
    store();
    audit = exchange -> fail();
    run(claim());
    sql.sql("UPDATE m2m_deliveries SET attempts = 0").update();
    run(claim());
    assertEquals(1, CALLS.stream().filter("ledger"::equals).count());

    sql.sql("UPDATE m2m_deliveries SET attempts = 0, run = run + 1").update();
    run(claim());
    assertEquals(2, CALLS.stream().filter("ledger"::equals).count());
  }

  @Test
  void makesEachCallOfALoopOrASplitOnce() {
    store();
    AtomicInteger parts = new AtomicInteger();
    audit =
        exchange -> {
          if (parts.incrementAndGet() == 2) {
            fail();
          }
        };
    Exchange failed = exchange(claim());
    context.createProducerTemplate().send("direct:several", failed);
    assertEquals(List.of("turn", "turn", "part", "part"), CALLS);

    sql.sql("UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp()").update();
    context.createProducerTemplate().send("direct:several", exchange(claim()));
    assertEquals(List.of("turn", "turn", "part", "part", "part", "part"), CALLS);
  }

  @Test
  void repeatsNoCallWithinOneAttempt() {
    store();
    ClaimedDelivery claimed = claim();
    Exchange exchange = exchange(claimed);
    context.createProducerTemplate().send("direct:event", exchange);
    context.createProducerTemplate().send("direct:event", exchange);

    assertEquals(List.of("ledger", "inner", "audit"), CALLS);
  }

  @Test
  void givesBodyAndHeadersBackWhetherItCallsFailsOrSkips() {
    store();
    for (Processor next : List.<Processor>of(e -> fail(), e -> {}, e -> {})) {
      ledger = next;
      Exchange exchange = run(claim());
      assertEquals("event", exchange.getMessage().getBody());
      assertEquals(Map.of("given", "x"), exchange.getMessage().getHeaders());
    }
  }

  @Test
  void notesNothingOfAForwardThatGoesNowhere() {
    store();
    run("direct:forwarding", claim(), "log:m2m.forward?level=OFF");
    assertEquals(List.of(), noted());
    run("direct:forwarding", claim(), "mock:somewhere");
    assertEquals(List.of("forward"), noted());
  }

  @Test
  void goesOnWhereTheDatabaseIsGone() {
    store();
    ClaimedDelivery claimed = claim();
    database.has(FaultyDataSource.Fault.REFUSED);
    Exchange exchange = run(claimed);
    database.has(FaultyDataSource.Fault.NONE);

    assertNull(exchange.getException());
    assertEquals(List.of("ledger", "inner", "audit"), CALLS);
    assertEquals(List.of(), noted());
  }

  @Test
  void callsWhereNothingIsStored() {
    Exchange exchange = new DefaultExchange(context);
    context.createProducerTemplate().send("direct:event", exchange);
    context.createProducerTemplate().send("direct:event", exchange);

    assertNull(exchange.getException());
    assertEquals(2, CALLS.stream().filter("ledger"::equals).count());
  }

  private static List<String> noted() {
    return sql.sql("SELECT call FROM m2m_outside_calls ORDER BY call").query(String.class).list();
  }

  private static void store() {
    Deliveries.store(inbox, Deliveries.linkCreated("o" + NUMBER.incrementAndGet()));
  }

  private static ClaimedDelivery claim() {
    sql.sql("UPDATE m2m_deliveries SET state = 'pending', next_attempt_at = received_at").update();
    return inbox.leases().claim(Map.of("link.created", 1), 1).get(0);
  }

  private static Exchange run(ClaimedDelivery claimed) {
    return run("direct:event", claimed, "");
  }

  private static Exchange run(String uri, ClaimedDelivery claimed, String endpoint) {
    Exchange exchange = exchange(claimed);
    exchange.setVariable("endpoint", endpoint);
    return context.createProducerTemplate().send(uri, exchange);
  }

  private static Exchange exchange(ClaimedDelivery claimed) {
    Exchange exchange = new DefaultExchange(context);
    new DeliveryExchanges().name(exchange, claimed);
    exchange.getMessage().setBody("event");
    exchange.getMessage().setHeader("given", "x");
    return exchange;
  }
}
