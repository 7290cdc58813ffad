package io.m2mbridge.server;

import io.vertx.core.VertxOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes the {@link WebhookServer} as {@code camel.server.*} says; the management listener stays
 * Camel's own.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
  /** A webhook holds one until its commit: the more there are, the more share a commit. */
  private static final int WORKERS = 64;

  @Override
  public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
    MainHttpServer configured = (MainHttpServer) super.newHttpServer(context, settings);
    VertxPlatformHttpServerConfiguration configuration = configured.getConfiguration();
    context.getRegistry().bind("vertx-options", new VertxOptions().setWorkerPoolSize(WORKERS));
    configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
    return new WebhookServer(configuration);
  }
}
