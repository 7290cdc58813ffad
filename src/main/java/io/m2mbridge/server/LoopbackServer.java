package io.m2mbridge.server;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.HttpServerConfigurationProperties;

/** The server of webhooks on a free port of the loopback address, for a context of its own. */
public final class LoopbackServer {
  private final VertxPlatformHttpServer server;

  private LoopbackServer(VertxPlatformHttpServer server) {
    this.server = server;
  }

  /** Adds the server to a context that is built but not started. */
  public static LoopbackServer addTo(CamelContext context) throws Exception {
    HttpServerConfigurationProperties http = new HttpServerConfigurationProperties(null);
    http.setHost("127.0.0.1");
    http.setPort(0);
    VertxPlatformHttpServer server =
        (VertxPlatformHttpServer)
            new WebhookServerFactory(() -> Integer.MAX_VALUE, () -> {})
                .newHttpServer(context, http);
    context.addService(server);
    return new LoopbackServer(server);
  }

  /** Returns the port on which it listens, once the context is started. */
  public int port() {
    return server.getServer().actualPort();
  }
}
