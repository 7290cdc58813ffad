package io.m2mbridge.delivery;

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
 * Ends an attempt. An exchange that ended well is done; one that failed is tried again with
 * exponential back-off, until it is dead. The route has a say by two variables: {@code retryAfter}
 * (milliseconds to wait at least) and {@code retryUntil} (an instant up to which it is tried
 * however often, with pauses of half a minute at most; an attempt that began before it is followed
 * by one more, in which the route can see that it has passed). A third, {@code noticeWhenDead},
 * names the notice of its death.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final Duration PAUSE_AFTER_REJECTION = Duration.ofSeconds(1);
  private static final long LONGEST_PAUSE_BEFORE_DEADLINE = 30_000;

  private final DeliveryEndpoint endpoint;
  private final Inbox inbox;

  Settlement(DeliveryEndpoint endpoint) {
    this.endpoint = endpoint;
    this.inbox = endpoint.inbox();
  }

  /** Never throws: what could not be written is claimed again once the lease has ended. */
  void settle(ClaimedDelivery delivery, Exchange exchange) {
    try {
      Exception failure = exchange.getException();
      if (failure == null) {
        done(delivery, exchange);
      } else {
        failed(delivery, exchange, failure);
      }
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "event {} could not be settled, it will be claimed again: {}",
          delivery.eventKey(),
          Failures.describe(e));
    }
  }

  private void done(ClaimedDelivery delivery, Exchange exchange) {
    if (inbox.done(delivery)) {
      LOG.info(
          "event {} done, attempt={} ms={}",
          delivery.eventKey(),
          delivery.attempt(),
          exchange.getClock().elapsed());
    } else {
      leaseLost(delivery);
    }
  }

  private void failed(ClaimedDelivery delivery, Exchange exchange, Exception failure) {
    String error = Failures.describe(failure);
    if (Failures.find(failure, LeaseLostException.class) != null) {
      leaseLost(delivery);
    } else if (Failures.find(failure, RejectedExecutionException.class) != null
        || Failures.find(failure, InterruptedException.class) != null) {
      // Its own fault it was not: too many wait for the same endpoint, or the process is stopping.
      inbox.reschedule(delivery, PAUSE_AFTER_REJECTION, false, error);
    } else if (Failures.find(failure, UnrecoverableException.class) != null
        || isExhausted(delivery, exchange)) {
      dead(delivery, exchange, error);
    } else {
      Duration delay = delay(delivery, exchange);
      if (inbox.reschedule(delivery, delay, true, error)) {
        LOG.warn(
            "event {} failed, attempt={} next in {} ms: {}",
            delivery.eventKey(),
            delivery.attempt(),
            delay.toMillis(),
            error);
      } else {
        leaseLost(delivery);
      }
    }
  }

  private boolean isExhausted(ClaimedDelivery delivery, Exchange exchange) {
    Instant until = retryUntil(exchange);
    return until == null
        ? delivery.attempt() >= endpoint.maximumAttempts()
        : exchange.getClock().getCreated() >= until.toEpochMilli();
  }

  private Duration delay(ClaimedDelivery delivery, Exchange exchange) {
    Instant until = retryUntil(exchange);
    long longest = endpoint.maximumBackOff();
    if (until != null) {
      longest = Math.min(longest, LONGEST_PAUSE_BEFORE_DEADLINE);
    }
    double doubled = endpoint.backOff() * Math.pow(2, Math.min(delivery.attempt() - 1, 30));
    double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
    long backOff = (long) Math.min(doubled * jitter, (double) longest);
    long asked = exchange.getVariable("retryAfter", 0L, Long.class);
    long delay = Math.max(backOff, asked);
    if (until != null) {
      delay = Math.min(delay, Math.max(0, Duration.between(Instant.now(), until).toMillis() + 1));
    }
    return Duration.ofMillis(delay);
  }

  private static @Nullable Instant retryUntil(Exchange exchange) {
    return exchange.getVariable("retryUntil", Instant.class);
  }

  private void dead(ClaimedDelivery delivery, Exchange exchange, String error) {
    if (!inbox.dead(delivery, error)) {
      leaseLost(delivery);
      return;
    }
    LOG.error(
        "event {} is dead after attempt {}: {}", delivery.eventKey(), delivery.attempt(), error);
    if (!endpoint.deadLetterUri().isEmpty()) {
      tell(exchange);
    }
  }

  private void tell(Exchange failed) {
    try (ProducerTemplate template = endpoint.getCamelContext().createProducerTemplate()) {
      template.send(
          endpoint.deadLetterUri(),
          notice -> {
            notice.setVariable("eventKey", failed.getVariable("eventKey"));
            notice.setVariable("event", failed.getVariable("event"));
            notice.setVariable(
                "notice", failed.getVariable("noticeWhenDead", "dead", String.class));
          });
    } catch (IOException e) {
      LOG.warn("notice of a dead event was not sent: {}", Failures.describe(e));
    }
  }

  private static void leaseLost(ClaimedDelivery delivery) {
    LOG.warn("event {} was taken over by another worker", delivery.eventKey());
  }
}
