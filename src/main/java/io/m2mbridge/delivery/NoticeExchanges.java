package io.m2mbridge.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the route of a notice sees, and what a dead letter holds. The variables of a notice are
 * those of {@link DeliveryExchanges}, as far as the stored bytes can be read ({@code data} is null
 * where they were erased), and {@code notice} (its name), {@code noticeCause} (null for what is no
 * trouble), {@code noticeRoute}, {@code noticeStep} and {@code noticeAttempts} (those of the
 * event).
 */
final class NoticeExchanges {
  private static final UUID NO_LEASE = new UUID(0, 0);
  private static final JsonMapper JSON = new JsonMapper();

  private final DeliveryExchanges exchanges = new DeliveryExchanges();

  /** Sets the variables, and the event's JSON as the body. */
  void fill(Exchange exchange, Notice notice, Notice.About about) {
    ClaimedDelivery delivery =
        new ClaimedDelivery(
            notice.deliveryId(),
            NO_LEASE,
            about.eventKey(),
            about.lane(),
            notice.attempts(),
            0,
            notice.run(),
            about.receivedAt(),
            about.effectsAt(),
            about.body(),
            Set.of());
    exchanges.name(exchange, delivery);
    exchange.removeVariable("leaseToken");
    exchange.setVariable("event", about.event());
    exchange.setVariable("referenceId", about.referenceId());
    exchange.setVariable("linkId", about.linkId());
    try {
      exchanges.fill(exchange, delivery);
    } catch (UnrecoverableException e) {
      // Erased, or quarantined for what is wrong with it: the row has what is known.
      exchange.getMessage().setBody(null);
    }
    if (notice.name().equals("quarantined")) {
      exchange.setVariable("outcome", "quarantined");
    }
    exchange.setVariable("notice", notice.name());
    trouble(exchange, notice.cause(), notice.route(), notice.step(), notice.eventAttempts());
  }

  static void trouble(
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
  static void letter(Exchange letter, Exchange failed, DeadLetter told) {
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
  static void letter(Exchange exchange, byte @Nullable [] payload) {
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
