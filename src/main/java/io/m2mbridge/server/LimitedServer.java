package io.m2mbridge.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.KeyCertOptions;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Camel's HTTP server with limits of time, connections and open files, and with a certificate that
 * is renewed while it runs.
 */
abstract class LimitedServer extends VertxPlatformHttpServer {
  private final VertxPlatformHttpServerConfiguration configuration;
  private final SenderClock.Limits limits;
  private final int mostAccepted;
  private final ListenerMetrics metrics = new ListenerMetrics();
  private final ConnectionLimit connections;
  private final @Nullable TlsFiles tls;
  private @Nullable HttpServer server;

  /** The Vertx that this class created and must close; null if one was in the registry. */
  private @Nullable Vertx own;

  /**
   * Creates the server.
   *
   * @param maxConnections the maximum number of connections that are served at a time
   * @param mostAccepted the maximum number of open connections, in any state
   * @param tls the certificate's files; null for plain HTTP
   */
  LimitedServer(
      VertxPlatformHttpServerConfiguration configuration,
      int maxConnections,
      int mostAccepted,
      @Nullable TlsFiles tls,
      SenderClock.Limits limits) {
    super(configuration);
    this.configuration = configuration;
    this.mostAccepted = mostAccepted;
    this.tls = tls;
    this.limits = limits;
    connections = new ConnectionLimit(maxConnections, limits, metrics);
  }

  final ListenerMetrics metrics() {
    return metrics;
  }

  /** The number of open connections. */
  final int openConnections() {
    return connections.open();
  }

  final VertxPlatformHttpRouter router() {
    return VertxPlatformHttpRouter.lookup(getCamelContext(), routerName());
  }

  /** The name under which the registry has the router. */
  final String routerName() {
    return VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
  }

  /** Starts the server instead of Camel's code, which has no time limits for a sender. */
  @Override
  protected void startServer() {
    // Without this, connections are neither counted nor timed before their first request.
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    if (tls == null) {
      server = listen(options);
      return;
    }
    KeyCertOptions read = tls.read();
    RenewableKey key = new RenewableKey(tls.check(read));
    server =
        listen(
            options
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(key))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(limits.headers().toMillis()));
    TlsRenewal renewal = new TlsRenewal(tls, key, read);
    Vertx vertx = getVertx();
    vertx.setPeriodic(
        TlsRenewal.CHECK_PERIOD.toMillis(), timer -> vertx.executeBlocking(renewal::look));
  }

  /**
   * Returns the event loop that serves all connections. Vert.x keeps one for each thread that isn't
   * its own: so call this on the thread that has called {@link #startServer}.
   */
  final Executor eventLoop() {
    return ((ContextInternal) getVertx().getOrCreateContext()).nettyEventLoop();
  }

  /** Vert.x's defaults limit the request line to 4 KiB and the headers to 8 KiB. */
  private HttpServer listen(HttpServerOptions options) {
    HttpServer started =
        getVertx()
            .createHttpServer(options)
            .connectionHandler(connections)
            .invalidRequestHandler(this::refuseInvalid)
            .requestHandler(router());
    await(started.listen(configuration.getBindPort(), configuration.getBindHost()));
    return started;
  }

  /** Vert.x's own answer, to a request line or headers that are invalid or too long. */
  private void refuseInvalid(HttpServerRequest request) {
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    metrics.refused(request.response().getStatusCode(), "invalid-request", request.remoteAddress());
  }

  @Override
  protected void stopServer() {
    HttpServer started = server;
    if (started != null) {
      server = null;
      await(started.close());
    }
  }

  /** The options of {@link #createVertxInstance}. */
  abstract VertxOptions options();

  @Override
  protected final Vertx createVertxInstance() {
    Vertx created =
        new VertxBuilder(options())
            .findTransport(new LimitedTransport(mostAccepted))
            .init()
            .vertx();
    own = created;
    return created;
  }

  @Override
  protected final void stopVertx() {
    if (own != null) {
      await(own.close());
      own = null;
    }
  }

  @Override
  public final @Nullable HttpServer getServer() {
    return server;
  }

  private static void await(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
