package io.m2mbridge.server;

import io.m2mbridge.load.OpenRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's HTTP server, which before its routes run and once they stop answers 503 and not 404, so
 * that M2M tries again. The routes stop when every request that was let in has been answered.
 */
final class WebhookServer extends VertxPlatformHttpServer {
  private static final Logger STRANGERS = LoggerFactory.getLogger("m2m.webhook.stranger");

  /** As in the route webhook-answer, in seconds. */
  private static final String RETRY_AFTER = "60";

  private final VertxPlatformHttpServerConfiguration configuration;
  private final SenderClock.Limits limits;
  private final int mostAccepted;
  private final Connections connections;
  private final OpenRequests requests = new OpenRequests();
  private final @Nullable TlsFiles tls;
  private final Duration stopDelay;
  private volatile boolean leaving;
  private @Nullable HttpServer server;

  /** Null where there was one in the registry, which isn't closed here. */
  private @Nullable Vertx own;

  /**
   * @param maxConnections how many connections there may be at a time
   * @param mostAccepted how many may be open whatever their state
   * @param tls null for plain HTTP
   * @param stopDelay how long requests are still let in when the bridge is told to stop
   */
  WebhookServer(
      VertxPlatformHttpServerConfiguration configuration,
      int maxConnections,
      int mostAccepted,
      @Nullable TlsFiles tls,
      Duration stopDelay) {
    this(configuration, maxConnections, mostAccepted, tls, stopDelay, SenderClock.LIMITS);
  }

  /** With limits that a test need not wait for. */
  WebhookServer(
      VertxPlatformHttpServerConfiguration configuration,
      int maxConnections,
      int mostAccepted,
      @Nullable TlsFiles tls,
      Duration stopDelay,
      SenderClock.Limits limits) {
    super(configuration);
    this.configuration = configuration;
    this.tls = tls;
    this.stopDelay = stopDelay;
    this.limits = limits;
    this.mostAccepted = mostAccepted;
    connections = new Connections(maxConnections, limits);
  }

  @Override
  public void setCamelContext(CamelContext context) {
    super.setCamelContext(context);
    context.getRegistry().bind("open-requests", requests);
    context
        .getRegistry()
        .bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new WebhookEngine());
    context.getManagementStrategy().addEventNotifier(new RoutesNotifier());
  }

  @Override
  protected void initializeServer() {
    super.initializeServer();
    // What throws before a route does: the handler of forms, at an empty boundary, say.
    router().errorHandler(500, failed -> refuse(failed.response()));
    router().errorHandler(413, this::refuseLarge);
    router().route().handler(this::letIn);
  }

  private VertxPlatformHttpRouter router() {
    return VertxPlatformHttpRouter.lookup(
        getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort()));
  }

  /** In place of Camel's, which has no setting for what a sender may take. */
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
    vertx.setPeriodic(TlsRenewal.LOOK.toMillis(), timer -> vertx.executeBlocking(renewal::look));
  }

  /** Vert.x's own limits are 4 KiB for the request line, and 8 KiB for the headers. */
  private HttpServer listen(HttpServerOptions options) {
    HttpServer started =
        getVertx()
            .createHttpServer(options)
            .connectionHandler(connections)
            .requestHandler(router());
    await(started.listen(configuration.getBindPort(), configuration.getBindHost()));
    return started;
  }

  @Override
  protected void stopServer() {
    HttpServer started = server;
    if (started != null) {
      getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
      server = null;
      await(started.close());
    }
  }

  @Override
  protected Vertx createVertxInstance() {
    VertxOptions set = CamelContextHelper.findSingleByType(getCamelContext(), VertxOptions.class);
    Vertx created =
        new VertxBuilder(set == null ? new VertxOptions() : set)
            .findTransport(new LimitedTransport(mostAccepted))
            .init()
            .vertx();
    own = created;
    return created;
  }

  @Override
  protected void stopVertx() {
    if (own != null) {
      await(own.close());
      own = null;
    }
  }

  @Override
  public @Nullable HttpServer getServer() {
    return server;
  }

  private static void await(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private void letIn(RoutingContext request) {
    // A broken query is answered 400 here. At the end of a form it would never be answered.
    request.queryParams();
    if (leaving) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (requests.enter()) {
      // Whichever of the two comes first: one that is refused may end before its body has come.
      AtomicBoolean isCounted = new AtomicBoolean();
      request
          .request()
          .end()
          .onSuccess(
              whole -> {
                if (!isCounted.getAndSet(true)) {
                  requests.addToBacklog(1);
                }
              });
      request.addEndHandler(
          ended -> {
            if (isCounted.getAndSet(true)) {
              requests.addToBacklog(-1);
            }
            requests.leave();
          });
      request.next();
    } else {
      refuse(request.response());
    }
  }

  /** Its length says that it is too large: the route sees nothing of it, but counts others. */
  private void refuseLarge(RoutingContext request) {
    STRANGERS.info("webhook refused 413 reason=body-too-large");
    MeterRegistry metrics = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    if (metrics != null) {
      metrics
          .counter(
              "m2m.webhooks", "event", "none", "outcome", "refused", "reason", "body-too-large")
          .increment();
    }
    request
        .response()
        .setStatusCode(413)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
        .end("Not accepted");
  }

  /** Has M2M send it again, over another connection. */
  static void refuse(HttpServerResponse response) {
    response
        .setStatusCode(503)
        .putHeader("Retry-After", RETRY_AFTER)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end();
  }

  /**
   * A load balancer takes a while to see that the bridge isn't ready any more, and what holds a
   * connection open doesn't look. So nothing is refused yet: each answer says that the next request
   * needs another connection. A bridge that hasn't come up has nobody to wait for.
   */
  private void leave() throws InterruptedException {
    leaving = true;
    if (requests.isOpen()) {
      Thread.sleep(stopDelay.toMillis());
    }
  }

  /**
   * Half of the shutdown's timeout at most, for a request that never comes to its end must leave
   * some of it to the events in flight; what this took is taken off it.
   */
  private void drain() throws InterruptedException {
    ShutdownStrategy shutdown = getCamelContext().getShutdownStrategy();
    Duration timeout = Duration.of(shutdown.getTimeout(), shutdown.getTimeUnit().toChronoUnit());
    long start = System.nanoTime();
    requests.close(timeout.dividedBy(2));
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    shutdown.setTimeUnit(TimeUnit.MILLISECONDS);
    shutdown.setTimeout(Math.max(1, left.toMillis()));
  }

  private final class RoutesNotifier extends SimpleEventNotifierSupport {
    @Override
    public void notify(CamelEvent event) throws Exception {
      switch (event.getType()) {
        case RoutesStarted -> requests.open();
        case RoutesStopping -> {
          leave();
          drain();
        }
        default -> {
          // nothing to do
        }
      }
    }
  }
}
