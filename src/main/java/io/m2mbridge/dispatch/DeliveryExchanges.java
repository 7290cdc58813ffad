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
import io.m2mbridge.outbound.HeaderText;
import java.util.HashSet;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * What the route of an event sees. The body is the event's JSON as it came. The variables: {@code
 * eventKey}, {@code eventKeyEncoded} (as {@link HeaderText#encode} has it), {@code event}, {@code
 * referenceId}, {@code linkId} (null where it has none), {@code data} (a map, numbers as they were
 * written), {@code deliveryId}, {@code leaseToken}, {@code attempt} (1 for the first), {@code run}
 * (one more with each replay by an operator), {@code receivedAt} and {@code effectsAt} (null until
 * its effects are committed).
 */
public final class DeliveryExchanges {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final EnvelopeReader reader = new EnvelopeReader();
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Sets what is known without a look into the payload. */
  public void name(Exchange exchange, ClaimedDelivery delivery) {
    exchange.setVariable("outcome", "accepted");
    exchange.setVariable("deliveryId", delivery.id());
    exchange.setVariable("leaseToken", delivery.leaseToken().toString());
    exchange.setVariable("eventKey", delivery.eventKey());
    exchange.setVariable("eventKeyEncoded", HeaderText.encode(delivery.eventKey()));
    exchange.setVariable("eventLabel", delivery.lane());
    exchange.setVariable("attempt", delivery.attempt());
    exchange.setVariable("run", delivery.run());
    exchange.setVariable("receivedAt", delivery.receivedAt());
    exchange.setVariable("effectsAt", delivery.effectsAt());
    OutsideOncePolicy.succeeded(exchange, new HashSet<>(delivery.calls()));
  }

  /**
   * Sets what the payload says, and the body.
   *
   * @throws UnrecoverableException when the payload was erased, or can't be used
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
      throw new UnrecoverableException("its payload can't be used: " + envelope.fault());
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
