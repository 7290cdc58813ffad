package io.m2mbridge.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.inbox.DeadLetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Fills the exchange by which a dead letter is sent. */
public final class DeadLetterExchange {
  private static final JsonMapper JSON = new JsonMapper();

  private DeadLetterExchange() {}

  /** Sets the variables of a notice that say what failed; each is null where it isn't known. */
  public static void setFailure(
      Exchange exchange,
      @Nullable String cause,
      @Nullable String route,
      @Nullable String step,
      @Nullable Integer attempts) {
    exchange.setVariable("noticeCause", cause);
    exchange.setVariable("noticeRoute", route);
    exchange.setVariable("noticeStep", step);
    exchange.setVariable("noticeAttempts", attempts);
  }

  /** Fills a dead letter from the exchange of the event that failed, without the event's bytes. */
  public static void letter(Exchange letter, Exchange failed, DeadLetter content) {
    for (String variable : List.of("eventKey", "event", "deliveryId")) {
      letter.setVariable(variable, failed.getVariable(variable));
    }
    letter.setVariable("notice", content.notice());
    setFailure(letter, content.cause(), content.route(), content.step(), content.attempts());
    letter(letter, null);
  }

  /**
   * Fills a dead letter from the variables of a notice: they become headers, and a body of JSON
   * with the same values.
   *
   * @param payload the event's bytes, which replace that body; null for none
   */
  public static void letter(Exchange exchange, byte @Nullable [] payload) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_METHOD, "POST");
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    Map<String, Object> body = new LinkedHashMap<>();
    put(exchange, body, "eventKey", "eventKey", "m2mEventKey");
    put(exchange, body, "event", "event", "m2mEvent");
    put(exchange, body, "notice", "notice", "m2mNotice");
    put(exchange, body, "noticeCause", "cause", "m2mCause");
    put(exchange, body, "noticeRoute", "route", "m2mRoute");
    put(exchange, body, "noticeStep", "step", "m2mStep");
    put(exchange, body, "noticeAttempts", "attempts", "m2mAttempts");
    put(exchange, body, "deliveryId", "deliveryId", "m2mDeliveryId");
    exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, UTF_8.name());
    message.setBody(payload == null ? JSON.valueToTree(body).toString() : payload);
  }

  private static void put(
      Exchange exchange, Map<String, Object> body, String variable, String field, String header) {
    Object value = exchange.getVariable(variable);
    body.put(field, value);
    if (value != null) {
      // As text, because not every transport accepts a number as a header value.
      exchange.getMessage().setHeader(header, String.valueOf(value));
    }
  }
}
