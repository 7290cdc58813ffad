package io.m2mbridge.reply;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Decides whether a data request may be answered, before anything is done for it. Takes the
 * variables {@code data} and {@code request} (the row of {@code data-request-state.sql}).
 *
 * <p>Leaves {@code requestVerdict}: {@code ended} (it ended in this run already), {@code rejected}
 * (the endpoint isn't M2M's), {@code expired} or {@code open}. Leaves {@code replyPath}, and {@code
 * retryUntil}, the deadline. The database's clock decides whether the deadline has passed, as for
 * every time in the inbox.
 *
 * <p>The variable {@code requestState} is the state of the request's row. Routes up to version 0.1
 * read the verdict from it, so that it is set to the verdict here; later steps overwrite it.
 */
public final class CheckDataRequest implements Processor {
  private final ApiOrigin origin;
  private final Clock clock;

  /**
   * @param baseUrl {@code m2m.api.base-url}
   * @param clock of this process; the deadline is given by this clock, even if it differs from the
   *     database's
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
