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

/** The exchange that a dead letter is sent by. */
public final class DeadLetterExchange {
  private static final JsonMapper JSON = new JsonMapper();

  private DeadLetterExchange() {}

  public static void trouble(
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

  /** Makes a dead letter of what failed, without its bytes. */
  public static void letter(Exchange letter, Exchange failed, DeadLetter told) {
    for (String variable : List.of("eventKey", "event", "deliveryId")) {
      letter.setVariable(variable, failed.getVariable(variable));
    }
    letter.setVariable("notice", told.notice());
    trouble(letter, told.cause(), told.route(), told.step(), told.attempts());
    letter(letter, null);
  }

  /**
   * Makes a dead letter of an exchange that has the variables of a notice: headers, and a body of
   * JSON that says the same.
   *
   * @param payload the event's bytes, to be the body in place of that JSON; null for none
   */
  public static void letter(Exchange exchange, byte @Nullable [] payload) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_METHOD, "POST");
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    Map<String, Object> body = new LinkedHashMap<>();
    say(exchange, body, "eventKey", "eventKey", "m2mEventKey");
    say(exchange, body, "event", "event", "m2mEvent");
    say(exchange, body, "notice", "notice", "m2mNotice");
    say(exchange, body, "noticeCause", "cause", "m2mCause");
    say(exchange, body, "noticeRoute", "route", "m2mRoute");
    say(exchange, body, "noticeStep", "step", "m2mStep");
    say(exchange, body, "noticeAttempts", "attempts", "m2mAttempts");
    say(exchange, body, "deliveryId", "deliveryId", "m2mDeliveryId");
    exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, UTF_8.name());
    message.setBody(payload == null ? JSON.valueToTree(body).toString() : payload);
  }

  private static void say(
      Exchange exchange, Map<String, Object> body, String variable, String field, String header) {
    Object value = exchange.getVariable(variable);
    body.put(field, value);
    if (value != null) {
      // As a text: not every transport takes a number for a header's value.
      exchange.getMessage().setHeader(header, String.valueOf(value));
    }
  }
}
