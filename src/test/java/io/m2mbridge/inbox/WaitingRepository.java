package io.m2mbridge.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * A repository that stores nothing until as many deliveries wait as may, or as there are. Then it
 * stores them after a moment in which more could come.
 */
final class WaitingRepository implements DeliveryRepository {
  private final Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
  private final int all;
  private final List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
  private int come;
  private int most;

  /**
   * @param all how many deliveries come
   */
  WaitingRepository(int all) {
    this.all = all;
  }

  @Override
  public synchronized CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery) {
    CompletableFuture<Receipt> stored = new CompletableFuture<>();
    waiting.add(stored);
    come++;
    most = Math.max(most, waiting.size());
    if (waiting.size() == StoreRecord.MAX_WAITING || come == all) {
      later.execute(this::store);
    }
    return stored;
  }

  private void store() {
    take().forEach(stored -> stored.complete(new Receipt(Receipt.Outcome.ACCEPTED, "key", true)));
  }

  private synchronized List<CompletableFuture<Receipt>> take() {
    List<CompletableFuture<Receipt>> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** The largest number of deliveries that waited at the same time. */
  synchronized int most() {
    return most;
  }

  @Override
  public int answerThreads() {
    return 1;
  }

  @Override
  public void start() {
    // nothing to start
  }

  @Override
  public void stop() {
    // nothing to stop
  }
}
