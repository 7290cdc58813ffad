package io.m2mbridge.reply;

import static java.util.Objects.requireNonNull;

import java.sql.Timestamp;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads a data request as it stands, before anything is done for it. Takes the variables {@code
 * data} and {@code request} (the row of {@code data-request-state.sql}); leaves {@code
 * requestState} ({@code fulfilled}, {@code expired}, {@code rejected} for an endpoint that isn't
 * M2M's, else {@code open}), {@code replyPath}, and {@code retryUntil}, the deadline.
 */
public final class CheckDataRequest implements Processor {
  private final ApiOrigin origin;

  /**
   * @param baseUrl {@code m2m.api.base-url}
   */
  public CheckDataRequest(String baseUrl) {
    origin = ApiOrigin.of(baseUrl);
  }

  @Override
  public void process(Exchange exchange) {
    Map<?, ?> data = exchange.getVariable("data", Map.class);
    Map<?, ?> request = exchange.getVariable("request", Map.class);
    String id = (String) requireNonNull(data.get("dataRequestId"));
    String endpoint = (String) requireNonNull(data.get("replyEndpoint"));
    Timestamp deadline = (Timestamp) requireNonNull(request.get("deadline"));
    String state = "open";
    if ("fulfilled".equals(request.get("state"))) {
      state = "fulfilled";
    } else if (!origin.isReplyEndpoint(endpoint, id)) {
      state = "rejected";
    } else if (Boolean.TRUE.equals(request.get("expired"))) {
      state = "expired";
    }
    exchange.setVariable("requestState", state);
    exchange.setVariable("replyPath", ApiOrigin.replyPath(id));
    exchange.setVariable("retryUntil", deadline.toInstant());
  }
}
