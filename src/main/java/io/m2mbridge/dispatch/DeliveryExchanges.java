package io.m2mbridge.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.failure.UnrecoverableException;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.outbound.ForwardBody;
import io.m2mbridge.outbound.PercentEncoding;
import io.m2mbridge.tracing.TraceContext;
import java.util.HashSet;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Fills the exchange that the route of an event gets. The body is the event's JSON as it was
 * received. The variables:
 *
 * <ul>
 *   <li>{@code eventKey}, and {@code eventKeyEncoded}, the same as {@link PercentEncoding#encode}
 *       writes it
 *   <li>{@code event}, {@code referenceId}, {@code linkId}; the last two are null where the event
 *       has none
 *   <li>{@code data}: a map, with numbers as they were written
 *   <li>{@code deliveryId} and {@code leaseToken}
 *   <li>{@code attempt}: 1 for the first attempt
 *   <li>{@code run}: 1, and one more with each replay by an operator
 *   <li>{@code receivedAt}, and {@code effectsAt}, which is null until the effects are committed
 * </ul>
 */
public final class DeliveryExchanges {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final EnvelopeReader reader = new EnvelopeReader();
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Sets the variables that are known without reading the payload. */
  public void name(Exchange exchange, ClaimedDelivery delivery) {
    exchange.setVariable("outcome", "accepted");
    exchange.setVariable("deliveryId", delivery.id());
    exchange.setVariable("leaseToken", delivery.leaseToken().toString());
    exchange.setVariable("eventKey", delivery.eventKey());
    exchange.setVariable("eventKeyEncoded", PercentEncoding.encode(delivery.eventKey()));
    exchange.setVariable("eventLabel", delivery.lane());
    exchange.setVariable("attempt", delivery.attempt());
    exchange.setVariable("run", delivery.run());
    exchange.setVariable("receivedAt", delivery.receivedAt());
    exchange.setVariable("effectsAt", delivery.effectsAt());
    TraceContext.set(exchange, delivery.traceparent());
    OutsideOncePolicy.succeeded(exchange, new HashSet<>(delivery.calls()));
  }

  /**
   * Sets the variables that come from the payload, and the body.
   *
   * @throws UnrecoverableException where the payload was erased, or is invalid
   */
  public void fill(Exchange exchange, ClaimedDelivery delivery) throws UnrecoverableException {
    byte[] body = delivery.body();
    if (body == null) {
      throw new UnrecoverableException("its payload was erased");
    }
    Envelope envelope =
        reader.readStored(
            body,
            read -> {
              if (read.data() != null) {
                exchange.setVariable("data", json.convertValue(read.data(), MAP));
              }
              return read.withoutData();
            });
    if (envelope.fault() != null) {
      throw new UnrecoverableException("its payload is invalid: " + envelope.fault());
    }
    exchange.setVariable("event", envelope.event());
    exchange.setVariable("referenceId", envelope.referenceId());
    exchange.setVariable("linkId", envelope.linkId());
    String text = new String(body, UTF_8);
    exchange.getMessage().setBody(text);
    ForwardBody.stored(exchange, text);
    exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, UTF_8.name());
  }
}
