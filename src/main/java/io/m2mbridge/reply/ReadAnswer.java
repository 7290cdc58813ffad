package io.m2mbridge.reply;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.outbound.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what M2M answered to a PUT, or, where the variable {@code replyFailure} holds an exception,
 * that it didn't. Leaves the variables {@code replyStatus} (null without an answer), {@code
 * replyCode} (M2M's error code, or of which kind the failure was; null where there is none), {@code
 * replyResult} ({@code fulfilled}, {@code failed}, {@code expired}, {@code conflict} for a 409 that
 * says something else, {@code retry}), {@code retryAfter} (milliseconds) and {@code
 * secondsSinceReceipt}.
 */
public final class ReadAnswer implements Processor {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{1,63}");
  private static final List<Class<? extends IOException>> NOT_SENT =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          ConnectTimeoutException.class,
          ConnectionRequestTimeoutException.class,
          SSLHandshakeException.class);
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  private final JsonMapper json = new JsonMapper();
  private final Clock clock;

  public ReadAnswer(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    Message answer = exchange.getMessage();
    Exception failure = (Exception) exchange.removeVariable("replyFailure");
    Integer status =
        failure == null ? answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class) : null;
    JsonNode body = status == null ? json.missingNode() : body(answer);
    String code = failure == null ? code(body) : kind(failure);
    Duration wait =
        status == null
            ? Duration.ZERO
            : RetryAfter.of(answer.getHeader("Retry-After", String.class), clock);
    Instant receivedAt = exchange.getVariable("receivedAt", Instant.class);

    exchange.setVariable("replyStatus", status);
    exchange.setVariable("replyCode", code);
    exchange.setVariable("replyResult", result(status, code, body));
    exchange.setVariable("retryAfter", wait.toMillis());
    exchange.setVariable(
        "secondsSinceReceipt", Duration.between(receivedAt, clock.instant()).toMillis() / 1000.0);
  }

  /**
   * A 2xx that says {@code success: false} is a failure (docs/protocol.md, "Answers to a reply").
   */
  private static String result(@Nullable Integer status, @Nullable String code, JsonNode body) {
    if (status == null
        || status >= 500
        || status == REQUEST_TIMEOUT
        || status == TOO_MANY_REQUESTS) {
      return "retry";
    }
    if (status == CONFLICT) {
      return "DATA_REQUEST_EXPIRED".equals(code) ? "expired" : "conflict";
    }
    boolean isSuccess = status >= 200 && status < 300 && body.path("success").asBoolean(true);
    return isSuccess ? "fulfilled" : "failed";
  }

  private JsonNode body(Message answer) {
    String text = answer.getBody(String.class);
    try {
      return text == null ? json.missingNode() : json.readTree(text);
    } catch (JacksonException e) {
      return json.missingNode(); // a proxy's page, say: the status decides
    }
  }

  /**
   * Wrapped or bare (docs/protocol.md, "Errors"); only what looks like a code, and not like an id
   * number or free text.
   */
  private static @Nullable String code(JsonNode body) {
    String code = body.path("error").path("code").textValue();
    if (code == null) {
      code = body.path("code").textValue();
    }
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  /** {@code NOT_SENT} where no connection came about, so that M2M can't have read anything. */
  private static String kind(Exception failure) {
    boolean isNotSent = NOT_SENT.stream().anyMatch(type -> type.isInstance(failure));
    return isNotSent ? "NOT_SENT" : failure.getClass().getSimpleName();
  }
}
