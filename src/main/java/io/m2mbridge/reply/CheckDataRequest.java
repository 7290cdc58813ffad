package io.m2mbridge.reply;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads a data request as it stands, before anything is done for it. Takes the variables {@code
 * data} and {@code request} (the row of {@code data-request-state.sql}); leaves {@code
 * requestState} ({@code ended}, {@code expired}, {@code rejected} for an endpoint that isn't M2M's,
 * else {@code open}), {@code replyPath}, and {@code retryUntil}, the deadline. Whether that has
 * passed is told by the database's clock, as everything about time in the inbox.
 */
public final class CheckDataRequest implements Processor {
  private final ApiOrigin origin;
  private final Clock clock;

  /**
   * @param baseUrl {@code m2m.api.base-url}
   * @param clock of this process; the deadline is told by it, however far it is from the database's
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
    String state = "open";
    if (Boolean.TRUE.equals(request.get("ended"))) {
      state = "ended";
    } else if (!origin.isReplyEndpoint(endpoint, id)) {
      state = "rejected";
    } else if (millisLeft <= 0) {
      state = "expired";
    }
    exchange.setVariable("requestState", state);
    exchange.setVariable("replyPath", ApiOrigin.replyPath(id));
    exchange.setVariable("retryUntil", clock.instant().plusMillis(millisLeft));
  }
}
