package io.m2mbridge.webhook;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.inbox.Delivery;
import io.m2mbridge.outbound.ForwardBody;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a verified request says into the exchange's variables: {@code delivery} for the
 * repository, {@code eventKey}, {@code event}, {@code eventLabel} (one label for all unknown
 * events) and {@code referenceId} for the route; and for who sends it on with its signature {@code
 * signature}, {@code signedTimestamp}, {@code path} and {@code receivedMillis}. From here on the
 * unsigned header {@code X-M2M-Event} plays no part.
 */
public final class ReadEnvelope implements Processor {
  private static final String EVENT_HEADER = "X-M2M-Event";

  private final EnvelopeReader reader = new EnvelopeReader();
  private final Clock clock;
  private final Duration maxAge;
  private final Duration maxAhead;

  /**
   * @param maxAge how far the signed timestamp may lie in the past, as Camel writes durations
   * @param maxAhead how far it may lie in the future
   */
  public ReadEnvelope(Clock clock, String maxAge, String maxAhead) {
    this.clock = clock;
    this.maxAge = TimeUtils.toDuration(maxAge);
    this.maxAhead = TimeUtils.toDuration(maxAhead);
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    byte[] body = VerifySignature.rawBody(message);
    String timestamp = verified(VerifySignature.single(message, VerifySignature.TIMESTAMP_HEADER));
    String signature = verified(VerifySignature.single(message, VerifySignature.SIGNATURE_HEADER));
    String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
    Instant signedAt = Signature.signedAt(timestamp);
    Instant receivedAt = receivedAt(exchange);
    ForwardBody.stored(exchange, body);
    Envelope envelope = reader.read(body, Envelope::withoutData);
    exchange.setVariable(
        "delivery",
        new Delivery(envelope, path, signature, signedAt, body, untimely(signedAt, receivedAt)));
    exchange.setVariable("path", path);
    exchange.setVariable("signature", signature);
    exchange.setVariable("signedTimestamp", timestamp);
    exchange.setVariable("receivedMillis", String.valueOf(receivedAt.toEpochMilli()));
    exchange.setVariable("eventKey", envelope.key());
    exchange.setVariable("event", envelope.event());
    exchange.setVariable(
        "eventLabel", EnvelopeReader.isKnown(envelope.event()) ? envelope.event() : "unknown");
    exchange.setVariable("referenceId", envelope.referenceId());
    String claimed = VerifySignature.single(message, EVENT_HEADER);
    exchange.setVariable(
        "eventHeaderDiffers", claimed != null && !claimed.equals(envelope.event()));
  }

  /** The reason for quarantine where the signed time lies outside the window, else null. */
  private @Nullable String untimely(Instant signedAt, Instant receivedAt) {
    if (signedAt.isBefore(receivedAt.minus(maxAge))) {
      return "stale";
    }
    return signedAt.isAfter(receivedAt.plus(maxAhead)) ? "ahead" : null;
  }

  /**
   * When M2M delivered it: now, or for what waited in a topic the time that the variable {@code
   * edgeReceivedMillis} gives. No header of a webhook sets that. One that makes no sense is now.
   */
  private Instant receivedAt(Exchange exchange) {
    Instant now = clock.instant();
    if (exchange.getVariable("edgeReceivedMillis") instanceof String millis
        && millis.matches("[0-9]{1,15}")) {
      Instant received = Instant.ofEpochMilli(Long.parseLong(millis));
      return received.isAfter(now) ? now : received;
    }
    return now;
  }

  private static String verified(@Nullable String header) {
    if (header == null) {
      throw new IllegalStateException("read-envelope stands after verify-signature");
    }
    return header;
  }
}
