package io.m2mbridge.server;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Creates a {@link WebhookConsumer} for the webhook endpoint, and Camel's consumer for a site's own
 * endpoints.
 */
final class WebhookEngine extends VertxPlatformHttpEngine {
  private static final String PATH = "/webhooks/m2m";

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return endpoint.getPath().equals(PATH)
        ? new WebhookConsumer(
            endpoint,
            processor,
            getHandlers(),
            VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()))
        : super.createConsumer(endpoint, processor);
  }
}
