package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The store of a record that comes alone waits in the thread of its consumer, and its route goes on
 * there. The records of a batch wait together.
 */
class StoreRecordTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CompletableFuture<Receipt> stored = new CompletableFuture<>();
  private final AtomicReference<Thread> goesOn = new AtomicReference<>();

  @BeforeEach
  void start() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:record")
                .process(new StoreRecord(new FixedRepository(stored)))
                .process(exchange -> goesOn.set(Thread.currentThread()));
          }
        });
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private Exchange send() throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("delivery", Deliveries.linkCreated("link_1"));
    try (var template = context.createProducerTemplate()) {
      return template.send("direct:record", exchange);
    }
  }

  @Test
  void goesOnInTheThreadThatSentIt() throws Exception {
    stored.completeOnTimeout(
        new Receipt(Receipt.Outcome.ACCEPTED, "link.created:link_1", true),
        10,
        TimeUnit.MILLISECONDS);

    assertEquals("accepted", send().getVariable("outcome"));
    assertSame(Thread.currentThread(), goesOn.get());
  }

  @Test
  void failsWhereItCouldNotBeStored() throws Exception {
    stored.completeExceptionally(new StoreUnavailableException("gone", null));

    assertInstanceOf(StoreUnavailableException.class, send().getException());
    assertNull(goesOn.get());
  }

  @Test
  void letsTheRecordsOfABatchWaitTogetherUpToALimit() throws Exception {
    int size = StoreRecord.MAX_WAITING + 50;
    WaitingRepository repository = new WaitingRepository(size);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:batch")
                .split(method(new RecordBatch(), "records"))
                .parallelProcessing()
                .setVariable("delivery")
                .exchange(record -> Deliveries.linkCreated("link_" + record.getExchangeId()))
                .process(new StoreRecord(repository));
          }
        });

    try (var template = context.createProducerTemplate()) {
      Exchange batch =
          template.request(
              "direct:batch",
              exchange -> {
                Exchange record = new DefaultExchange(context);
                exchange.getMessage().setBody(Collections.nCopies(size, record));
              });
      assertNull(batch.getException());
    }
    assertEquals(StoreRecord.MAX_WAITING, repository.most());
  }
}
