package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

  private void assertRefused() {
    assertThrows(SignatureException.class, () -> verify.process(exchange));
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
    assertRefused();
  }

  @Test
  void refusesAMissingHeader() {
    exchange.getMessage().removeHeader("X-M2M-Timestamp");
    assertRefused();
  }

  @Test
  void refusesARepeatedHeaderThoughBothAreRight() {
    Object signature = exchange.getMessage().getHeader("X-M2M-Signature");
    exchange.getMessage().setHeader("X-M2M-Signature", List.of(signature, signature));
    assertRefused();
  }

  @Test
  void refusesEverythingWithoutASecret() {
    WebhookSecrets none = new WebhookSecrets(new SimpleMeterRegistry());
    assertThrows(
        SignatureException.class, () -> new VerifySignature(none, 262_144).process(exchange));
  }
}
