package io.m2mbridge.webhook;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every request that M2M didn't sign: it checks the raw bytes of the body against the two
 * headers. A repeated header arrives as a list and is refused. The variable {@code reason} says why
 * a request was refused, as a fixed word ({@link SignatureException#getReason}, or {@code
 * body-too-large}).
 */
public final class VerifySignature implements Processor {
  static final String TIMESTAMP_HEADER = "X-M2M-Timestamp";
  static final String SIGNATURE_HEADER = "X-M2M-Signature";
  private static final String REASON = "reason";

  /** The property of an exchange with the fingerprint of the secret that matched. */
  static final String SIGNER = "m2mSigner";

  private final WebhookSecrets secrets;
  private final int maximumBodySize;

  /**
   * Creates the processor.
   *
   * @param secrets gives the active secrets for each webhook
   * @param maximumBodySize the maximum in bytes; not every HTTP server limits a body itself
   */
  public VerifySignature(WebhookSecrets secrets, int maximumBodySize) {
    this.secrets = secrets;
    this.maximumBodySize = maximumBodySize;
  }

  @Override
  public void process(Exchange exchange)
      throws SignatureException, BodyTooLargeException, IOException {
    Message message = exchange.getMessage();
    byte[] body;
    if (message.getBody() instanceof InputStream stream) {
      body = stream.readNBytes(maximumBodySize + 1);
      refuseLarge(exchange, body);
    } else {
      body = rawBody(message);
    }
    try {
      exchange.setProperty(SIGNER, signer(message, body));
    } catch (SignatureException e) {
      exchange.setVariable(REASON, e.getReason());
      throw e;
    }
    refuseLarge(exchange, body);
    // Replace the stream by the bytes: each later reader would copy the stream again.
    message.setBody(body);
  }

  private String signer(Message message, byte[] body) throws SignatureException {
    if (isRepeated(message, TIMESTAMP_HEADER) || isRepeated(message, SIGNATURE_HEADER)) {
      throw new SignatureException("repeated-header");
    }
    return secrets.signer(
        single(message, TIMESTAMP_HEADER), single(message, SIGNATURE_HEADER), body);
  }

  private static boolean isRepeated(Message message, String header) {
    Object value = message.getHeader(header);
    return value != null && !(value instanceof String);
  }

  private void refuseLarge(Exchange exchange, byte[] body) throws BodyTooLargeException {
    if (body.length > maximumBodySize) {
      exchange.setVariable(REASON, "body-too-large");
      throw new BodyTooLargeException();
    }
  }

  /** Returns the header's value, or null if it is missing or repeated. */
  static @Nullable String single(Message message, String header) {
    return message.getHeader(header) instanceof String value ? value : null;
  }

  /** Returns the body's bytes as they were sent; an empty array if there was no body. */
  static byte[] rawBody(Message message) {
    byte[] body = message.getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }
}
