package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifySignatureTest {
  private static final String SECRET = "whsec_of_this_test_0123";
  private static final String TIMESTAMP = "1769437800";
  private static final byte[] BODY = "{\"event\":\"x\"}".getBytes(UTF_8);

  private final WebhookSecrets secrets = new WebhookSecrets(new SimpleMeterRegistry());
  private final VerifySignature verify = new VerifySignature(secrets, 262_144);
  private CamelContext context;
  private Exchange exchange;

  @BeforeEach
  void sign() {
    context = new DefaultCamelContext();
    exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(BODY);
    exchange.getMessage().setHeader("X-M2M-Timestamp", TIMESTAMP);
    exchange.getMessage().setHeader("X-M2M-Signature", new Signature(SECRET).sign(TIMESTAMP, BODY));
    secrets.setSecrets(SECRET);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  private void assertRefused(String reason) {
    SignatureException refusal =
        assertThrows(SignatureException.class, () -> verify.process(exchange));
    assertEquals(reason, refusal.getReason());
    assertEquals(reason, exchange.getVariable("reason"));
  }

  @Test
  void letsTheSignedBodyPass() {
    assertDoesNotThrow(() -> verify.process(exchange));
  }

  @Test
  void letsASignedBodyOfNoBytesPass() {
    exchange.getMessage().setBody(null);
    exchange
        .getMessage()
        .setHeader("X-M2M-Signature", new Signature(SECRET).sign(TIMESTAMP, new byte[0]));
    assertDoesNotThrow(() -> verify.process(exchange));
  }

  @Test
  void refusesAnotherBody() {
    exchange.getMessage().setBody("{\"event\":\"y\"}".getBytes(UTF_8));
    assertRefused("no-secret-matched");
  }

  @ParameterizedTest
  @CsvSource({
    "X-M2M-Signature, , no-signature",
    "X-M2M-Timestamp, , no-timestamp",
    "X-M2M-Signature, '', malformed-signature",
    "X-M2M-Signature, sha256=00, malformed-signature",
    "X-M2M-Signature, sha1=0000000000000000000000000000000000000000, malformed-signature",
    "X-M2M-Timestamp, '', bad-timestamp",
    "X-M2M-Timestamp, 2026-01-26T14:30:00Z, bad-timestamp",
    "X-M2M-Timestamp, 1769437801, no-secret-matched",
  })
  void saysByAFixedWordWhyItRefusesAHeader(String header, String value, String reason) {
    exchange.getMessage().removeHeader(header);
    if (value != null) {
      exchange.getMessage().setHeader(header, value);
    }
    assertRefused(reason);
  }

  @Test
  void saysThatABodyIsTooLarge() {
    VerifySignature strict = new VerifySignature(secrets, BODY.length - 1);
    assertThrows(BodyTooLargeException.class, () -> strict.process(exchange));
    assertEquals("body-too-large", exchange.getVariable("reason"));
  }

  @Test
  void takesAStreamOfTheLargestBodyAndLeavesItsBytes() throws Exception {
    exchange.getMessage().setBody(new ByteArrayInputStream(BODY));

    new VerifySignature(secrets, BODY.length).process(exchange);

    assertArrayEquals(BODY, assertInstanceOf(byte[].class, exchange.getMessage().getBody()));
  }

  /** Of a body of any sender, no more than the maximum and one byte is read. */
  @Test
  void saysThatAStreamIsTooLargeBeforeItReadsTheSignature() throws Exception {
    exchange.getMessage().removeHeader("X-M2M-Signature");
    InputStream stream = new ByteArrayInputStream(new byte[1000]);
    exchange.getMessage().setBody(stream);

    VerifySignature strict = new VerifySignature(secrets, 10);
    assertThrows(BodyTooLargeException.class, () -> strict.process(exchange));

    assertEquals(989, stream.available());
  }

  @Test
  void refusesARepeatedHeaderThoughBothAreRight() {
    Object signature = exchange.getMessage().getHeader("X-M2M-Signature");
    exchange.getMessage().setHeader("X-M2M-Signature", List.of(signature, signature));
    assertRefused("repeated-header");
  }

  @Test
  void refusesEverythingWithoutASecret() {
    WebhookSecrets none = new WebhookSecrets(new SimpleMeterRegistry());
    assertThrows(
        SignatureException.class, () -> new VerifySignature(none, 262_144).process(exchange));
  }
}
