package io.m2mbridge.notice;

import io.m2mbridge.dispatch.DeadLetterExchange;
import io.m2mbridge.failure.Causes;
import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.Notice;
import io.m2mbridge.inbox.Notices;
import io.m2mbridge.outbound.RetryAfter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt to send a notice: through the route to the team, or as a dead letter to the
 * endpoint that the site has set.
 */
final class NoticeSender {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(15);

  /**
   * The result of one attempt.
   *
   * @param cause the failure; null where the notice was sent
   * @param words the failure without any value, to be logged and stored
   * @param retryAfter how long the endpoint must not be called; zero where it doesn't say
   * @param isInterrupted whether the thread was interrupted meanwhile
   */
  record Result(
      @Nullable Throwable cause, String words, Duration retryAfter, boolean isInterrupted) {
    boolean isSent() {
      return cause == null;
    }

    /**
     * Returns whether the endpoint answered 4xx, except 408 and 429, which mean that it is busy.
     */
    boolean isRefused() {
      var http = Causes.find(cause, HttpOperationFailedException.class);
      int status = http == null ? 0 : http.getStatusCode();
      return status >= 400 && status < 500 && status != 408 && status != 429;
    }
  }

  private final NoticeEndpoint endpoint;
  private final NoticeExchanges exchanges = new NoticeExchanges();
  private final Clock clock;
  private @Nullable ProducerTemplate letters;

  NoticeSender(NoticeEndpoint endpoint) {
    this.endpoint = endpoint;
    this.clock = endpoint.clock();
  }

  void start() {
    letters = endpoint.getCamelContext().createProducerTemplate();
  }

  void stop() {
    try {
      if (letters != null) {
        letters.close();
      }
    } catch (IOException e) {
      LOG.warn("the producers of dead letters were not closed: {}", FailureDescription.of(e));
    }
  }

  /**
   * Sends one notice.
   *
   * @param consumer the consumer of the route to the team
   * @param about the delivery that the notice is about
   */
  Result send(DefaultConsumer consumer, Notice notice, Notice.About about) {
    Exchange exchange = consumer.createExchange(false);
    try {
      FailedStep.watch(exchange);
      run(consumer.getProcessor(), exchange, notice, about);
      boolean isInterrupted = Thread.interrupted();
      Exception failure = exchange.getException();
      return failure == null
          ? new Result(null, "", Duration.ZERO, isInterrupted)
          : new Result(
              failure,
              FailureDescription.of(failure, FailedStep.of(exchange, failure)),
              retryAfter(failure),
              isInterrupted);
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  private void run(Processor route, Exchange exchange, Notice notice, Notice.About about) {
    try {
      exchanges.fill(exchange, notice, about);
      exchange.setVariable("noticeId", notice.id());
      String uri =
          notice.queue().equals(Notices.DEAD_LETTERS)
              ? endpoint.inbox().notices().deadLetterUri(about.lane())
              : null;
      if (uri == null || letters == null) {
        route.process(exchange);
      } else {
        DeadLetterExchange.letter(exchange, endpoint.isDeadLetterPayload() ? about.body() : null);
        if (uri.startsWith("seda:")) {
          exchange.setPattern(
              ExchangePattern.InOut); // so that the call waits for the route that consumes it
        }
        letters.send(uri, exchange);
      }
    } catch (Throwable e) {
      exchange.setException(e);
    }
  }

  private Duration retryAfter(Throwable failure) {
    var http = Causes.find(failure, HttpOperationFailedException.class);
    if (http == null || http.getResponseHeaders() == null) {
      return Duration.ZERO;
    }
    return http.getResponseHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .map(Map.Entry::getValue)
        .findFirst()
        .map(value -> RetryAfter.of(value, clock))
        .orElse(Duration.ZERO);
  }

  /** Returns the delay of one notice from this attempt to the next. */
  static Duration backOff(int attempts) {
    return NoticePauses.backOff(attempts, FIRST_BACK_OFF, LONGEST_BACK_OFF);
  }
}
