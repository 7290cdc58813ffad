package io.m2mbridge.webhook;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.inbox.Delivery;
import io.m2mbridge.inbox.Evidence;
import io.m2mbridge.outbound.ForwardBody;
import io.m2mbridge.tracing.TraceContext;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a verified request into variables of the exchange. The repository uses {@code delivery}.
 * The route uses {@code eventKey}, {@code event}, {@code eventLabel} (one label for all unknown
 * events) and {@code referenceId}. A step that sends the event on with its signature uses {@code
 * signature}, {@code signedTimestamp}, {@code path} and {@code receivedMillis}. The variable {@code
 * eventHeaderDiffers} says whether the unsigned header {@code X-M2M-Event} names another event;
 * that header has no other effect.
 */
public final class ReadEnvelope implements Processor {
  private static final String EVENT_HEADER = "X-M2M-Event";

  private final EnvelopeReader reader = new EnvelopeReader();
  private final Clock clock;
  private final TimeWindow window;

  /**
   * Creates the processor.
   *
   * @param maxAge how far the signed timestamp may be in the past, as a Camel duration such as
   *     {@code 3h}
   * @param maxAhead how far it may be in the future
   */
  public ReadEnvelope(Clock clock, String maxAge, String maxAhead) {
    this.clock = clock;
    window = new TimeWindow(TimeUtils.toDuration(maxAge), TimeUtils.toDuration(maxAhead));
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
        new Delivery(
            envelope,
            path,
            signature,
            signedAt,
            body,
            window.untimely(signedAt, receivedAt),
            new Evidence(
                timestamp,
                KeptHeaders.json(message),
                exchange.getProperty(VerifySignature.SIGNER, "", String.class)),
            TraceContext.of(exchange)));
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

  /**
   * Returns when M2M delivered the webhook: now, or, if it waited in a topic, the time in the
   * variable {@code edgeReceivedMillis}. No header of a webhook can set that variable. An invalid
   * or future value counts as now.
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
      throw new IllegalStateException("read-envelope must come after verify-signature");
    }
    return header;
  }
}
