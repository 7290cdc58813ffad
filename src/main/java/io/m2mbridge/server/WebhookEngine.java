package io.m2mbridge.server;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Creates a {@link WebhookConsumer} for the webhook endpoint, and Camel's consumer for a site's own
 * endpoints. The console's endpoint is served by the listener of the console.
 */
final class WebhookEngine extends VertxPlatformHttpEngine {
  /** Where the registry has the name of the console's router; nowhere if the console is off. */
  static final String CONSOLE_ROUTER = "console-router-name";

  private static final String PATH = "/webhooks/m2m";
  private static final String CONSOLE_PATH = "/console";

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    String console =
        getCamelContext().getRegistry().lookupByNameAndType(CONSOLE_ROUTER, String.class);
    if (console != null && endpoint.getPath().equals(CONSOLE_PATH)) {
      return new VertxPlatformHttpConsumer(endpoint, processor, getHandlers(), console);
    }
    return endpoint.getPath().equals(PATH)
        ? new WebhookConsumer(
            endpoint,
            processor,
            getHandlers(),
            VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()))
        : super.createConsumer(endpoint, processor);
  }
}
