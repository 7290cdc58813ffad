package io.m2mbridge.inbox;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.m2mbridge.event.EnvelopeReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent repository without a database. It keeps the keys in memory, and the route hands
 * each event to an endpoint before the answer.
 *
 * <p>A key is in flight until its event was handed over, and confirmed afterwards. The two are kept
 * separately, so that the limit on size never drops a key in flight. A copy that arrives meanwhile
 * waits for the outcome of the first.
 */
public final class CaffeineDeliveryRepository extends ServiceSupport implements DeliveryRepository {
  /** Timeout for a copy that waits for the outcome of the first. */
  private static final Duration COPY_TIMEOUT = Duration.ofMillis(2500);

  /**
   * How long an event may have waited for a thread when its hand-over begins. M2M waits 30 seconds
   * for the answer: this leaves enough time for the longest call of a recipe or over HTTP.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** The number of hand-overs at once: the same as Camel's HTTP server has worker threads. */
  private static final int HAND_OVERS = 20;

  private static final String IN_FLIGHT = "deliveryInFlight";

  private final Cache<String, String> hashes;
  private final Ticker ticker;
  private final long maximumSize;
  private final ConcurrentMap<String, InFlight> inFlight = new ConcurrentHashMap<>();

  private record InFlight(
      String key, String contentHash, long since, CompletableFuture<Boolean> taken) {}

  /**
   * @param maximumSize the largest number of keys that are kept
   * @param expireAfter how long a key is kept, as Camel writes durations
   */
  public CaffeineDeliveryRepository(long maximumSize, String expireAfter) {
    this(maximumSize, expireAfter, Ticker.systemTicker());
  }

  CaffeineDeliveryRepository(long maximumSize, String expireAfter, Ticker ticker) {
    this.maximumSize = maximumSize;
    this.ticker = ticker;
    hashes =
        Caffeine.newBuilder()
            .expireAfterWrite(TimeUtils.toDuration(expireAfter))
            .ticker(ticker)
            .build();
  }

  @Override
  public CompletableFuture<Receipt> store(Exchange exchange, Delivery delivery) {
    var envelope = delivery.envelope();
    if (envelope.fault() != null) {
      return quarantine(exchange, delivery, envelope.fault());
    }
    String untimely = delivery.untimely();
    if (untimely == null) {
      return begin(exchange, envelope.key(), envelope.contentHash())
          .thenCompose(
              known ->
                  known.isEmpty()
                      ? completedFuture(new Receipt(Receipt.Outcome.ACCEPTED, envelope.key(), true))
                      : compare(exchange, delivery, known.get(), "conflict"));
    }
    return compare(exchange, delivery, hashes.getIfPresent(envelope.key()), untimely);
  }

  @Override
  public int answerThreads() {
    return HAND_OVERS;
  }

  private CompletableFuture<Receipt> compare(
      Exchange exchange, Delivery delivery, @Nullable String known, String reason) {
    var envelope = delivery.envelope();
    return envelope.contentHash().equals(known)
        ? completedFuture(new Receipt(Receipt.Outcome.DUPLICATE, envelope.key(), false))
        : quarantine(exchange, delivery, reason);
  }

  private CompletableFuture<Receipt> quarantine(
      Exchange exchange, Delivery delivery, String reason) {
    String hash = delivery.envelope().contentHash();
    String key = EnvelopeReader.quarantineKey(reason, hash);
    return begin(exchange, key, hash)
        .thenApply(known -> new Receipt(Receipt.Outcome.QUARANTINED, key, known.isEmpty()));
  }

  /**
   * Puts the key in flight.
   *
   * @return empty where this exchange must now hand the event over; otherwise the content hash of
   *     the event that was handed over with this key
   */
  private CompletableFuture<Optional<String>> begin(
      Exchange exchange, String key, String contentHash) {
    String known = hashes.getIfPresent(key);
    if (known != null) {
      return completedFuture(Optional.of(known));
    }
    InFlight mine = new InFlight(key, contentHash, ticker.read(), new CompletableFuture<>());
    InFlight first = inFlight.putIfAbsent(key, mine);
    if (first != null) {
      return whenTaken(first).thenApply(Optional::of);
    }
    known = hashes.getIfPresent(key);
    if (known != null) {
      // Another exchange confirmed the key between the two reads.
      inFlight.remove(key, mine);
      mine.taken().complete(true);
      return completedFuture(Optional.of(known));
    }
    exchange.setProperty(IN_FLIGHT, mine);
    // If the exchange ends without a confirmation, the key must not stay in flight.
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange ended) {
                end(ended, false);
              }
            });
    return completedFuture(Optional.empty());
  }

  private static CompletableFuture<String> whenTaken(InFlight first) {
    return first
        .taken()
        .copy()
        .orTimeout(COPY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (taken, failure) -> {
              if (failure != null) {
                throw new StoreUnavailableException(
                    "the first copy is still being handed over", failure);
              }
              if (!taken) {
                throw new StoreUnavailableException(
                    "the first copy could not be handed over", null);
              }
              return first.contentHash();
            });
  }

  /**
   * Refuses an event that has waited too long for a thread, without trying to hand it over. Behind
   * an endpoint that hangs, the events after it would otherwise wait for minutes.
   */
  @Override
  public boolean add(Exchange exchange, String key) {
    InFlight mine = exchange.getProperty(IN_FLIGHT, InFlight.class);
    if (mine != null && ticker.read() - mine.since() > MAX_WAIT.toNanos()) {
      end(exchange, false);
      throw new StoreUnavailableException(
          "the webhooks before it are handed over too slowly", null);
    }
    return DeliveryRepository.super.add(exchange, key);
  }

  @Override
  public boolean confirm(Exchange exchange, String key) {
    return end(exchange, true);
  }

  /** Forgets the key, so that M2M's next attempt counts as the first. */
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
   * Drops the oldest keys where there are too many. Caffeine's own limit may drop a new key before
   * an old one, and M2M repeats new events rather than old ones. It drops a hundredth of the
   * maximum at a time, because the walk through all keys takes a lock.
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
