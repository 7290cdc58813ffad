package io.m2mbridge.reply;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Checks a data request before anything is done for it. It reads the variables {@code data} and
 * {@code request} (the row of {@code data-request-state.sql}). It sets {@code requestVerdict}
 * ({@code ended}, {@code expired}, {@code rejected} for an endpoint that isn't M2M's, else {@code
 * open}), {@code replyPath}, and {@code retryUntil}, the deadline. For older routes it sets {@code
 * requestState} to the verdict too. The database's clock decides whether the deadline has passed,
 * as for all times in the inbox.
 */
public final class CheckDataRequest implements Processor {
  private final ApiOrigin origin;
  private final Clock clock;

  /**
   * Creates the processor.
   *
   * @param baseUrl {@code m2m.api.base-url}
   * @param clock the clock of this process; {@code retryUntil} is a time of this clock, even if it
   *     differs from the database's clock
   */
  public CheckDataRequest(String baseUrl, Clock clock) {
    this.origin = ApiOrigin.of(baseUrl);
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    Map<?, ?> data = exchange.getVariable("data", Map.class);
    Map<?, ?> request = exchange.getVariable("request", Map.class);
    String id = (String) requireNonNull(data.get("dataRequestId"));
    String endpoint = (String) requireNonNull(data.get("replyEndpoint"));
    long millisLeft = (Long) requireNonNull(request.get("millis_left"));
    String verdict = "open";
    if (Boolean.TRUE.equals(request.get("ended"))) {
      verdict = "ended";
    } else if (!origin.isReplyEndpoint(endpoint, id)) {
      verdict = "rejected";
    } else if (millisLeft <= 0) {
      verdict = "expired";
    }
    exchange.setVariable("requestVerdict", verdict);
    exchange.setVariable("requestState", verdict);
    exchange.setVariable("replyPath", ApiOrigin.replyPath(id));
    exchange.setVariable("retryUntil", clock.instant().plusMillis(millisLeft));
  }
}
