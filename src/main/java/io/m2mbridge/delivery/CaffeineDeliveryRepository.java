package io.m2mbridge.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.m2mbridge.webhook.EnvelopeReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent repository without a database: it remembers keys, and the route hands the event to
 * an endpoint before the answer. What is in flight is kept apart from what is confirmed, so that
 * the bound on size never drops it; a copy that comes meanwhile waits for the outcome of the first.
 */
public final class CaffeineDeliveryRepository extends ServiceSupport implements DeliveryRepository {
  private static final Duration PATIENCE = Duration.ofMillis(2500);
  private static final String IN_FLIGHT = "deliveryInFlight";

  private final Cache<String, String> hashes;
  private final long maximumSize;
  private final ConcurrentMap<String, InFlight> inFlight = new ConcurrentHashMap<>();

  private record InFlight(String key, String contentHash, CompletableFuture<Boolean> taken) {}

  /**
   * @param maximumSize how many keys at most
   * @param expireAfter how long each is kept, as Camel writes durations
   */
  public CaffeineDeliveryRepository(long maximumSize, String expireAfter) {
    this(maximumSize, expireAfter, Ticker.systemTicker());
  }

  CaffeineDeliveryRepository(long maximumSize, String expireAfter, Ticker ticker) {
    this.maximumSize = maximumSize;
    hashes =
        Caffeine.newBuilder()
            .expireAfterWrite(TimeUtils.toDuration(expireAfter))
            .ticker(ticker)
            .build();
  }

  @Override
  public Receipt store(Exchange exchange, Delivery delivery) {
    var envelope = delivery.envelope();
    if (envelope.fault() != null) {
      return quarantine(exchange, delivery, envelope.fault());
    }
    String known =
        delivery.untimely() == null
            ? begin(exchange, envelope.key(), envelope.contentHash())
            : hashes.getIfPresent(envelope.key());
    if (known == null) {
      return delivery.untimely() == null
          ? new Receipt(Receipt.Outcome.ACCEPTED, envelope.key(), true)
          : quarantine(exchange, delivery, delivery.untimely());
    }
    return known.equals(envelope.contentHash())
        ? new Receipt(Receipt.Outcome.DUPLICATE, envelope.key(), false)
        : quarantine(
            exchange, delivery, delivery.untimely() == null ? "conflict" : delivery.untimely());
  }

  private Receipt quarantine(Exchange exchange, Delivery delivery, String reason) {
    String hash = delivery.envelope().contentHash();
    String key = EnvelopeReader.quarantineKey(reason, hash);
    boolean isNew = begin(exchange, key, hash) == null;
    return new Receipt(Receipt.Outcome.QUARANTINED, key, isNew);
  }

  /**
   * Null when this exchange is now the one that takes the key over, else the content hash of the
   * one that did.
   */
  private @Nullable String begin(Exchange exchange, String key, String contentHash) {
    String known = hashes.getIfPresent(key);
    if (known != null) {
      return known;
    }
    InFlight mine = new InFlight(key, contentHash, new CompletableFuture<>());
    InFlight first = inFlight.putIfAbsent(key, mine);
    if (first != null) {
      return awaitTaken(first);
    }
    known = hashes.getIfPresent(key);
    if (known != null) {
      // It was confirmed between the two looks.
      inFlight.remove(key, mine);
      mine.taken().complete(true);
      return known;
    }
    exchange.setProperty(IN_FLIGHT, mine);
    return null;
  }

  private static String awaitTaken(InFlight first) {
    try {
      if (first.taken().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return first.contentHash();
      }
      throw new StoreUnavailableException("the first copy could not be handed over", null);
    } catch (TimeoutException | ExecutionException e) {
      throw new StoreUnavailableException("the first copy is still being handed over", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("stopping", e);
    }
  }

  @Override
  public boolean confirm(Exchange exchange, String key) {
    return end(exchange, true);
  }

  /** Forgets the key, so that M2M's next attempt is taken for the first. */
  @Override
  public boolean remove(Exchange exchange, String key) {
    return end(exchange, false);
  }

  private boolean end(Exchange exchange, boolean taken) {
    InFlight mine = exchange.getProperty(IN_FLIGHT, InFlight.class);
    if (mine == null) {
      return false;
    }
    if (taken) {
      hashes.put(mine.key(), mine.contentHash());
      forgetOldest();
    }
    inFlight.remove(mine.key(), mine);
    mine.taken().complete(taken);
    return true;
  }

  /**
   * Keeps to the bound by age: Caffeine's own would rather drop a new key than an old one, and the
   * new ones are those that M2M may still repeat. A hundredth at a time, as the walk takes a lock.
   */
  private void forgetOldest() {
    long tooMany = hashes.estimatedSize() - maximumSize;
    if (tooMany > 0) {
      hashes
          .policy()
          .expireAfterWrite()
          .ifPresent(
              age ->
                  hashes.invalidateAll(
                      age.oldest((int) Math.min(tooMany + maximumSize / 100, Integer.MAX_VALUE))
                          .keySet()));
    }
  }
}
