package io.m2mbridge.dispatch;

import io.m2mbridge.failure.Causes;
import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.DeadLetter;
import io.m2mbridge.inbox.FailedAttempt;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.inbox.Notices;
import java.io.IOException;
import java.time.Clock;
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
 * Writes the outcome of an attempt that failed. The event is tried again with exponential back-off,
 * until its attempts are used up; then it is dead. The route controls this by variables:
 *
 * <ul>
 *   <li>{@code retryAfter}: the shortest delay before the next attempt, in milliseconds
 *   <li>{@code retryUntil}: an {@link Instant}. Until then the number of attempts has no limit, and
 *       the delay is 30 seconds at most. An attempt that began before this instant is followed by
 *       one more, in which the route can see that it has passed.
 *   <li>{@code attempt}: a route that has come to another part of its work sets it to 1, so that
 *       this part has all attempts
 *   <li>{@code noticeWhenDead}: the name of the notice that is sent when the event is dead
 * </ul>
 */
final class Settlement {
  /** What a failure means for its delivery. */
  enum Outcome {
    /** Another claim has the delivery: nothing is written. */
    LEASE_LOST,
    /** The process is stopping: the attempt doesn't count, and the next one is due at once. */
    INTERRUPTED,
    /** Too many events wait for the same endpoint: the attempt doesn't count. */
    REJECTED,
    /** No further attempt can help: the event is dead. */
    UNRECOVERABLE,
    /** The event is tried again until its attempts are used up. */
    RETRYABLE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final long MIN_DELAY_AFTER_REJECTION = 1_000;
  private static final long MAX_DELAY_BEFORE_DEADLINE = 30_000;

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;
  private final Clock clock;

  Settlement(DeliveryEndpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.inbox = endpoint.inbox();
    this.clock = clock;
  }

  /** Finds the outcome in the failure's chain of causes. */
  static Outcome classify(Throwable failure) {
    if (Causes.find(failure, LeaseLostException.class) != null) {
      return Outcome.LEASE_LOST;
    }
    if (Causes.find(failure, InterruptedException.class) != null) {
      return Outcome.INTERRUPTED;
    }
    if (Causes.find(failure, RejectedExecutionException.class) != null) {
      return Outcome.REJECTED;
    }
    return Causes.find(failure, UnrecoverableException.class) != null
        ? Outcome.UNRECOVERABLE
        : Outcome.RETRYABLE;
  }

  /**
   * Never throws. If the outcome can't be written, the delivery is claimed again once its lease has
   * ended.
   *
   * @param exchange holds an exception
   * @param began when the attempt began, by the clock
   */
  void settle(ClaimedDelivery delivery, Exchange exchange, Instant began) {
    try {
      settle(delivery, exchange, began, exchange.getException());
    } catch (RuntimeException | Error e) {
      notSettled(delivery, e);
    }
  }

  private void settle(
      ClaimedDelivery delivery, Exchange exchange, Instant began, Exception failure) {
    FailedStep.Place place = FailedStep.of(exchange, failure);
    FailedAttempt failed =
        new FailedAttempt(
            FailureDescription.of(failure), place, Duration.between(began, clock.instant()));
    int attempt = exchange.getVariable("attempt", delivery.attempt(), Integer.class);
    switch (classify(failure)) {
      case LEASE_LOST -> leaseLost(delivery);
      case INTERRUPTED -> putBack(delivery, Duration.ZERO, attempt - 1, failed, failure);
      case REJECTED -> {
        Duration delay = delayAfterRejection(delivery, retryUntil(exchange));
        putBack(delivery, delay, attempt - 1, failed, failure);
      }
      case UNRECOVERABLE -> dead(delivery, exchange, failed, failure);
      case RETRYABLE -> {
        if (isExhausted(attempt, exchange, began)) {
          dead(delivery, exchange, failed, failure);
        } else {
          putBack(delivery, delay(attempt, exchange), attempt, failed, failure);
        }
      }
    }
  }

  private void putBack(
      ClaimedDelivery delivery,
      Duration delay,
      int attempts,
      FailedAttempt failed,
      Exception failure) {
    if (inbox.reschedule(delivery, failed, delay, attempts)) {
      LOG.warn(
          "event {} failed, attempt={} next in {} ms: {}",
          delivery.eventKey(),
          delivery.attempt(),
          delay.toMillis(),
          failed.lastError(),
          FailureDescription.shown(failure));
    } else {
      leaseLost(delivery);
    }
  }

  /**
   * Returns a quarter of the delivery's age, from one second to 30 seconds. So a backlog behind an
   * endpoint that hangs isn't tried again at full speed.
   */
  private Duration delayAfterRejection(ClaimedDelivery delivery, @Nullable Instant until) {
    long age = Duration.between(delivery.receivedAt(), clock.instant()).toMillis();
    long delay = Math.max(MIN_DELAY_AFTER_REJECTION, Math.min(age / 4, MAX_DELAY_BEFORE_DEADLINE));
    return Duration.ofMillis(noLaterThan(until, delay));
  }

  private long noLaterThan(@Nullable Instant until, long delay) {
    return until == null
        ? delay
        : Math.min(delay, Math.max(0, Duration.between(clock.instant(), until).toMillis() + 1));
  }

  private boolean isExhausted(int attempt, Exchange exchange, Instant began) {
    Instant until = retryUntil(exchange);
    return until == null
        ? attempt >= endpoint.maximumAttempts()
        : began.toEpochMilli() >= until.toEpochMilli();
  }

  private Duration delay(int attempt, Exchange exchange) {
    Instant until = retryUntil(exchange);
    long longest = endpoint.maximumBackOff();
    if (until != null) {
      longest = Math.min(longest, MAX_DELAY_BEFORE_DEADLINE);
    }
    double doubled = endpoint.backOff() * Math.pow(2, Math.min(attempt - 1, 30));
    double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
    long backOff = (long) Math.min(doubled * jitter, (double) longest);
    long retryAfter = exchange.getVariable("retryAfter", 0L, Long.class);
    return Duration.ofMillis(noLaterThan(until, Math.max(backOff, retryAfter)));
  }

  private static @Nullable Instant retryUntil(Exchange exchange) {
    return exchange.getVariable("retryUntil", Instant.class);
  }

  private void dead(
      ClaimedDelivery delivery, Exchange exchange, FailedAttempt failed, Exception failure) {
    DeadLetter letter =
        endpoint.deadLetterUri().isEmpty()
            ? null
            : new DeadLetter(
                exchange.getVariable("noticeWhenDead", "dead", String.class),
                failed,
                delivery.attempt(),
                Notices.isOfSite(endpoint.deadLetterUri()));
    boolean isRow = inbox.notices().areKept();
    if (!inbox.dead(delivery, failed, isRow ? letter : null)) {
      leaseLost(delivery);
      return;
    }
    LOG.error(
        "event {} is dead after attempt {}: {}",
        delivery.eventKey(),
        delivery.attempt(),
        failed.lastError(),
        FailureDescription.shown(failure));
    if (letter != null && !isRow) {
      sendFromMemory(exchange, letter);
    }
  }

  /**
   * Sends a dead letter once. The routes of an older version need this: they send no rows of {@code
   * m2m_notices}.
   */
  private void sendFromMemory(Exchange failed, DeadLetter letter) {
    try (ProducerTemplate template = endpoint.getCamelContext().createProducerTemplate()) {
      Exchange sent =
          template.send(
              endpoint.deadLetterUri(),
              notice -> DeadLetterExchange.letter(notice, failed, letter));
      if (sent.getException() != null) {
        notSent(failed, letter, sent.getException());
      }
    } catch (IOException | RuntimeException e) {
      notSent(failed, letter, e);
    }
  }

  private static void notSent(Exchange failed, DeadLetter letter, Exception why) {
    LOG.warn(
        "notice {} of {} could not be sent: {}",
        letter.notice(),
        failed.getVariable("eventKey"),
        FailureDescription.of(why),
        FailureDescription.shown(why));
  }

  /** Logs that another worker has claimed the delivery. */
  static void leaseLost(ClaimedDelivery delivery) {
    LOG.warn("event {} was taken over by another worker", delivery.eventKey());
  }

  /** Logs that the outcome could not be written. */
  static void notSettled(ClaimedDelivery delivery, Throwable why) {
    LOG.warn(
        "the outcome of event {} could not be written, so it will be claimed again: {}",
        delivery.eventKey(),
        FailureDescription.of(why),
        FailureDescription.shown(why));
  }
}
