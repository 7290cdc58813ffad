package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which offsets of a batch may be committed, and in which order its records are stored. */
class RecordBatchTest {
  private static final StoreUnavailableException GONE = new StoreUnavailableException("gone", null);

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<Exchange> records = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    RecordBatch batch = new RecordBatch();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:batch")
                .split(method(batch, "records"), batch)
                .parallelProcessing()
                .process(RecordBatchTest::store);
          }
        });
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** Forgets where the record came from, as a site's steps may do. */
  private static void store(Exchange exchange) {
    Message record = exchange.getMessage();
    record.removeHeaders("*");
    if ("fails".equals(record.getBody())) {
      throw GONE;
    }
  }

  private RecordBatchTest record(int partition, long offset, String body) {
    Exchange record = new DefaultExchange(context);
    record.getMessage().setBody(body);
    record.getMessage().setHeader("kafka.TOPIC", "m2m-events");
    record.getMessage().setHeader("kafka.PARTITION", partition);
    record.getMessage().setHeader("kafka.OFFSET", offset);
    records.add(record);
    return this;
  }

  private Exchange run() throws Exception {
    Exchange batch = new DefaultExchange(context);
    batch.getMessage().setBody(List.copyOf(records));
    try (var template = context.createProducerTemplate()) {
      return template.send("direct:batch", batch);
    }
  }

  /** The records whose offsets may be committed, as {@code partition/offset}. */
  private static Set<String> stored(Exchange batch) {
    Set<String> stored = new TreeSet<>();
    Collection<?> messages = batch.getVariable("storedRecords", Collection.class);
    for (Object each : messages) {
      Message message = (Message) each;
      stored.add(message.getHeader("kafka.PARTITION") + "/" + message.getHeader("kafka.OFFSET"));
    }
    return stored;
  }

  @Test
  void takesTheLastRecordOfEachPartition() throws Exception {
    Exchange batch = record(0, 7, "a").record(1, 3, "b").record(0, 8, "c").run();

    assertNull(batch.getException());
    assertEquals(Set.of("0/8", "1/3"), stored(batch));
  }

  @Test
  void holdsUpWhatIsBehindAFailedRecordInItsPartitionAlone() throws Exception {
    Exchange batch =
        record(0, 7, "a").record(1, 3, "b").record(0, 8, "fails").record(0, 9, "c").run();

    assertSame(GONE, batch.getException());
    assertEquals(Set.of("0/7", "1/3"), stored(batch));
  }

  @Test
  void takesNothingOfAPartitionWhoseFirstRecordFailed() throws Exception {
    Exchange batch = record(0, 7, "fails").record(0, 8, "a").record(1, 3, "b").run();

    assertSame(GONE, batch.getException());
    assertEquals(Set.of("1/3"), stored(batch));
  }

  /** The parts of a batch whose events have these ids. */
  private List<Exchange> parts(String... links) {
    Exchange batch = new DefaultExchange(context);
    batch.getMessage().setBody(List.of());
    new RecordBatch().records(batch);
    List<Exchange> parts = new ArrayList<>();
    for (String link : links) {
      Exchange part = batch.copy();
      part.setVariable("delivery", Deliveries.linkCreated(link));
      parts.add(part);
    }
    return parts;
  }

  @Test
  void storesRecordsWithTheSameKeyOneAfterTheOther() {
    List<Exchange> parts = parts("link_1", "link_1", "link_2");
    List<Exchange> begun = new ArrayList<>();
    CompletableFuture<Receipt> stored = new CompletableFuture<>();
    for (Exchange part : parts) {
      RecordBatch.storeInTurn(
          part,
          record -> {
            begun.add(record);
            return stored;
          });
    }

    assertEquals(List.of(parts.get(0), parts.get(2)), begun);
    stored.complete(new Receipt(Receipt.Outcome.ACCEPTED, "link.created:link_1", true));
    assertEquals(List.of(parts.get(0), parts.get(2), parts.get(1)), begun);
  }

  @Test
  void storesNoRecordBehindAFailedOneWithTheSameKey() {
    List<Exchange> parts = parts("link_1", "link_1", "link_2");
    RecordBatch.storeInTurn(parts.get(0), record -> CompletableFuture.failedFuture(GONE));

    var next = RecordBatch.storeInTurn(parts.get(1), record -> new CompletableFuture<>());
    var other = RecordBatch.storeInTurn(parts.get(2), record -> new CompletableFuture<>());
    assertTrue(next.isCompletedExceptionally());
    assertFalse(other.isDone());
  }
}
