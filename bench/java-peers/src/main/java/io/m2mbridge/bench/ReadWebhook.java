package io.m2mbridge.bench;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Stock Camel's step before the idempotent consumer: verifies and reads, or answers 401. */
public final class ReadWebhook implements Processor {
  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    SignedWebhook webhook =
        SignedWebhook.read(
            message.getHeader("X-M2M-Timestamp", String.class),
            message.getHeader("X-M2M-Signature", String.class),
            message.getBody(byte[].class));
    if (webhook == null) {
      message.removeHeaders("*");
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, 401);
      message.setBody("Unauthorized");
      exchange.setRouteStop(true);
      return;
    }
    exchange.setVariable("eventKey", webhook.key());
    exchange.setVariable("event", webhook.event());
    exchange.setVariable("signature", webhook.signature());
    exchange.setVariable("signedAt", webhook.signedAt());
    message.setBody(webhook.body());
  }
}
