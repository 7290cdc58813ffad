package io.m2mbridge.inbox;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch of Kafka's records apart, and puts the results together again. The body of the
 * batch is a list of exchanges, one for each record, in the order of the topic.
 *
 * <p>It sets the batch's variable {@code storedRecords}: for each partition the last record that is
 * stored, and before which no record of the batch failed. The offsets of these records may be
 * committed. If a record failed, the batch fails with the first failure.
 */
public final class RecordBatch implements AggregationStrategy {
  private static final String STORED = "storedRecords";
  private static final String PROGRESS = "recordBatchProgress";
  private static final String BY_KEY = "recordBatchByKey";

  /** What is known of the records that have ended; each partition by its name. */
  private record Progress(Map<String, Message> stored, Set<String> held) {}

  /**
   * Returns a message for each record, with the headers by which Camel names its place in the
   * topic. Each is a copy: what a step does to it can't change which offset is committed.
   */
  public List<Message> records(Exchange batch) {
    batch.setProperty(BY_KEY, new ConcurrentHashMap<String, CompletableFuture<Receipt>>());
    return polled(batch).stream().map(record -> record.getMessage().copy()).toList();
  }

  /** Whether an exchange is a record of a batch. */
  static boolean isPart(Exchange exchange) {
    return exchange.getProperty(BY_KEY) != null;
  }

  /**
   * Stores a record of a batch once those before it with the same key are stored. What is a
   * duplicate or a conflict depends on their order. The record fails where one of them has failed:
   * stored now, it would be the first when they are read again.
   */
  static CompletableFuture<Receipt> storeInTurn(
      Exchange record, Function<Exchange, CompletableFuture<Receipt>> store) {
    Delivery delivery = record.getVariable("delivery", Delivery.class);
    String key = delivery == null ? "" : delivery.envelope().key();
    return byKey(record)
        .compute(
            key,
            (same, before) ->
                before == null
                    ? store.apply(record)
                    : before.thenCompose(stored -> store.apply(record)));
  }

  @SuppressWarnings("unchecked") // a split gives each record the properties of its batch
  private static ConcurrentMap<String, CompletableFuture<Receipt>> byKey(Exchange record) {
    return record.getProperty(BY_KEY, ConcurrentMap.class);
  }

  /** Adds a record that is stored, left out, or failed. The records come in the batch's order. */
  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange record, Exchange batch) {
    int index = record.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
    Message polled = polled(batch).get(index).getMessage();
    String partition = polled.getHeader("kafka.TOPIC") + "-" + polled.getHeader("kafka.PARTITION");
    Progress progress = progress(batch);
    Exception failure = record.getException();
    if (failure != null) {
      progress.held().add(partition);
      if (batch.getException() == null) {
        batch.setException(failure);
      }
    } else if (!progress.held().contains(partition)) {
      progress.stored().put(partition, polled);
    }
    return batch;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange record) {
    throw new UnsupportedOperationException("the result belongs to the batch");
  }

  private static Progress progress(Exchange batch) {
    Progress progress = batch.getProperty(PROGRESS, Progress.class);
    if (progress == null) {
      progress = new Progress(new LinkedHashMap<>(), new HashSet<>());
      batch.setProperty(PROGRESS, progress);
      batch.setVariable(STORED, progress.stored().values());
    }
    return progress;
  }

  @SuppressWarnings("unchecked") // Camel's batching consumer makes the list
  private static List<Exchange> polled(Exchange batch) {
    return batch.getMessage().getBody(List.class);
  }
}
