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
 * Reads M2M's answer to a PUT. If the variable {@code replyFailure} holds an exception, there was
 * no answer. It sets the variables {@code replyStatus} (null without an answer), {@code replyCode}
 * (M2M's error code, or the kind of the failure; null if there is neither), {@code replyResult}
 * ({@code fulfilled}, {@code failed}, {@code expired}, {@code conflict} for a 409 with another
 * code, {@code retry}), {@code retryAfter} (milliseconds) and {@code secondsSinceReceipt}.
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
   * Returns the result. A 2xx with {@code success: false} is a failure (docs/protocol.md, "Answers
   * to a reply").
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
      return json.missingNode(); // for example a proxy's page: the status decides
    }
  }

  /**
   * Returns the error code, wrapped or bare (docs/protocol.md, "Errors"). Other text, such as an id
   * number or a sentence, gives null.
   */
  private static @Nullable String code(JsonNode body) {
    String code = body.path("error").path("code").textValue();
    if (code == null) {
      code = body.path("code").textValue();
    }
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  /**
   * Returns {@code NOT_SENT} if there was no connection, so that M2M can't have read the reply;
   * else the exception's class.
   */
  private static String kind(Exception failure) {
    boolean isNotSent = NOT_SENT.stream().anyMatch(type -> type.isInstance(failure));
    return isNotSent ? "NOT_SENT" : failure.getClass().getSimpleName();
  }
}
