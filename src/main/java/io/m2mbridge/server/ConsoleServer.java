package io.m2mbridge.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The listener of the console. It has threads of its own, so that slow statements of the console
 * never delay a webhook.
 */
final class ConsoleServer extends LimitedServer {
  /** Also the maximum number of the pool's connections that the console uses at a time. */
  private static final int THREADS = 4;

  private static final int MOST_CONNECTIONS = 64;
  private static final long MOST_BODY_BYTES = 16_384;

  ConsoleServer(String host, int port, @Nullable TlsFiles tls) {
    super(
        configuration(host, port), MOST_CONNECTIONS, 2 * MOST_CONNECTIONS, tls, SenderClock.LIMITS);
  }

  private static VertxPlatformHttpServerConfiguration configuration(String host, int port) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(host);
    configuration.setBindPort(port);
    configuration.setMaxBodySize(MOST_BODY_BYTES);
    configuration.setServerType("console");
    configuration.getBodyHandler().setHandleFileUploads(false);
    return configuration;
  }

  @Override
  protected @Nullable Vertx lookupVertx() {
    return null;
  }

  @Override
  VertxOptions options() {
    return new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(THREADS);
  }
}
