package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.Failures;
import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.DeadLetter;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.inbox.Notices;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an attempt that failed: the event is tried again with exponential back-off, until it is
 * dead. The route has a say by these variables: {@code retryAfter} (milliseconds to wait at least),
 * {@code retryUntil} (an instant up to which it is tried however often, with pauses of half a
 * minute at most; an attempt that began before it is followed by one more, in which the route can
 * see that it has passed), {@code attempt} (a route that has come to another part of its work may
 * set it to 1, and has all attempts for that), and {@code noticeWhenDead} (the notice of its
 * death).
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final long SHORTEST_PAUSE_AFTER_REJECTION = 1_000;
  private static final long LONGEST_PAUSE_BEFORE_DEADLINE = 30_000;

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;

  Settlement(DeliveryEndpoint endpoint) {
    this.endpoint = endpoint;
    this.inbox = endpoint.inbox();
  }

  /**
   * Never throws: what could not be written is claimed again once the lease has ended.
   *
   * @param exchange one that holds an exception
   */
  void settle(ClaimedDelivery delivery, Exchange exchange) {
    try {
      failed(delivery, exchange, exchange.getException());
    } catch (RuntimeException | Error e) {
      notSettled(delivery, e);
    }
  }

  private void failed(ClaimedDelivery delivery, Exchange exchange, Exception failure) {
    FailedStep.Place place = FailedStep.of(exchange, failure);
    String error = Failures.describe(failure, place);
    int attempt = attempt(delivery, exchange);
    if (Failures.find(failure, LeaseLostException.class) != null) {
      leaseLost(delivery);
    } else if (Failures.find(failure, InterruptedException.class) != null) {
      // Its own fault it was not: the process is stopping, and another may do it at once.
      putBack(delivery, Duration.ZERO, attempt - 1, error, failure);
    } else if (Failures.find(failure, RejectedExecutionException.class) != null) {
      // Nor this: too many wait for the same endpoint.
      Duration delay = delayAfterRejection(delivery, retryUntil(exchange));
      putBack(delivery, delay, attempt - 1, error, failure);
    } else if (Failures.find(failure, UnrecoverableException.class) != null
        || isExhausted(attempt, exchange)) {
      dead(delivery, exchange, error, place, failure);
    } else {
      putBack(delivery, delay(attempt, exchange), attempt, error, failure);
    }
  }

  private void putBack(
      ClaimedDelivery delivery, Duration delay, int attempts, String error, Exception failure) {
    if (inbox.reschedule(delivery, delay, attempts, error)) {
      LOG.warn(
          "event {} failed, attempt={} next in {} ms: {}",
          delivery.eventKey(),
          delivery.attempt(),
          delay.toMillis(),
          error,
          Failures.shown(failure));
    } else {
      leaseLost(delivery);
    }
  }

  private static int attempt(ClaimedDelivery delivery, Exchange exchange) {
    return exchange.getVariable("attempt", delivery.attempt(), Integer.class);
  }

  /**
   * A quarter of its age: a backlog behind an endpoint that hangs isn't gone through at full speed.
   */
  private static Duration delayAfterRejection(ClaimedDelivery delivery, @Nullable Instant until) {
    long age = Duration.between(delivery.receivedAt(), Instant.now()).toMillis();
    long delay =
        Math.max(SHORTEST_PAUSE_AFTER_REJECTION, Math.min(age / 4, LONGEST_PAUSE_BEFORE_DEADLINE));
    return Duration.ofMillis(noLaterThan(until, delay));
  }

  private static long noLaterThan(@Nullable Instant until, long delay) {
    return until == null
        ? delay
        : Math.min(delay, Math.max(0, Duration.between(Instant.now(), until).toMillis() + 1));
  }

  private boolean isExhausted(int attempt, Exchange exchange) {
    Instant until = retryUntil(exchange);
    return until == null
        ? attempt >= endpoint.maximumAttempts()
        : exchange.getClock().getCreated() >= until.toEpochMilli();
  }

  private Duration delay(int attempt, Exchange exchange) {
    Instant until = retryUntil(exchange);
    long longest = endpoint.maximumBackOff();
    if (until != null) {
      longest = Math.min(longest, LONGEST_PAUSE_BEFORE_DEADLINE);
    }
    double doubled = endpoint.backOff() * Math.pow(2, Math.min(attempt - 1, 30));
    double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
    long backOff = (long) Math.min(doubled * jitter, (double) longest);
    long asked = exchange.getVariable("retryAfter", 0L, Long.class);
    return Duration.ofMillis(noLaterThan(until, Math.max(backOff, asked)));
  }

  private static @Nullable Instant retryUntil(Exchange exchange) {
    return exchange.getVariable("retryUntil", Instant.class);
  }

  private void dead(
      ClaimedDelivery delivery,
      Exchange exchange,
      String error,
      FailedStep.@Nullable Place place,
      Exception failure) {
    DeadLetter letter =
        endpoint.deadLetterUri().isEmpty()
            ? null
            : new DeadLetter(
                exchange.getVariable("noticeWhenDead", "dead", String.class),
                error,
                place,
                delivery.attempt(),
                Notices.isOfSite(endpoint.deadLetterUri()));
    boolean isKept = inbox.notices().areKept();
    if (!inbox.dead(delivery, error, isKept ? letter : null)) {
      leaseLost(delivery);
      return;
    }
    LOG.error(
        "event {} is dead after attempt {}: {}",
        delivery.eventKey(),
        delivery.attempt(),
        error,
        Failures.shown(failure));
    if (letter != null && !isKept) {
      tell(exchange, letter);
    }
  }

  /** Once, from memory, with the routes of an older version, which send no rows. */
  private void tell(Exchange failed, DeadLetter letter) {
    try (ProducerTemplate template = endpoint.getCamelContext().createProducerTemplate()) {
      Exchange told =
          template.send(
              endpoint.deadLetterUri(),
              notice -> DeadLetterExchange.letter(notice, failed, letter));
      if (told.getException() != null) {
        notTold(failed, letter, told.getException());
      }
    } catch (IOException | RuntimeException e) {
      notTold(failed, letter, e);
    }
  }

  private static void notTold(Exchange failed, DeadLetter letter, Exception why) {
    LOG.warn(
        "notice {} of {} could not be sent: {}",
        letter.notice(),
        failed.getVariable("eventKey"),
        Failures.describe(why),
        Failures.shown(why));
  }

  static void leaseLost(ClaimedDelivery delivery) {
    LOG.warn("event {} was taken over by another worker", delivery.eventKey());
  }

  static void notSettled(ClaimedDelivery delivery, Throwable why) {
    LOG.warn(
        "event {} could not be settled, it will be claimed again: {}",
        delivery.eventKey(),
        Failures.describe(why),
        Failures.shown(why));
  }
}
