package io.m2mbridge.webhook;

import io.m2mbridge.delivery.Delivery;
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
 * events) and {@code referenceId} for the route. From here on the unsigned header {@code
 * X-M2M-Event} plays no part.
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
    Instant signedAt =
        Signature.signedAt(
            verified(VerifySignature.single(message, VerifySignature.TIMESTAMP_HEADER)));
    Envelope envelope = reader.read(body, Envelope::withoutData);
    exchange.setVariable(
        "delivery",
        new Delivery(
            envelope,
            message.getHeader(Exchange.HTTP_PATH, "", String.class),
            verified(VerifySignature.single(message, VerifySignature.SIGNATURE_HEADER)),
            signedAt,
            body,
            untimely(signedAt)));
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
  private @Nullable String untimely(Instant signedAt) {
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(maxAge))) {
      return "stale";
    }
    return signedAt.isAfter(now.plus(maxAhead)) ? "ahead" : null;
  }

  private static String verified(@Nullable String header) {
    if (header == null) {
      throw new IllegalStateException("read-envelope stands after verify-signature");
    }
    return header;
  }
}
