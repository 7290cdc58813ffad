package io.m2mbridge.server;

import io.m2mbridge.load.OpenRequests;
import io.m2mbridge.webhook.RefusedRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's HTTP server for webhooks. Before the routes have started and after they have stopped, it
 * answers 503 instead of 404, so that M2M sends the webhook again. The routes stop once every
 * accepted request has been answered.
 */
final class WebhookServer extends LimitedServer {
  private static final Logger STRANGERS = LoggerFactory.getLogger("m2m.webhook.stranger");

  /** The same value as in the route webhook-answer, in seconds. */
  private static final String RETRY_AFTER = "60";

  /** Where a request keeps the reason that its route has set. */
  static final String REASON = "m2m-reason";

  private static final int FIRST_REFUSAL = 400;

  /** Why a request was refused that no route has seen. */
  private static final Map<Integer, String> REASONS =
      Map.of(404, "path", 413, "body-too-large", 503, "not-open");

  private final OpenRequests requests = new OpenRequests(this::openConnections);
  private final Duration stopDelay;
  private final Runnable beforeOpening;
  private volatile boolean leaving;

  /**
   * Creates the server.
   *
   * @param maxConnections the maximum number of connections that are served at a time
   * @param mostAccepted the maximum number of open connections, in any state
   * @param tls the certificate's files; null for plain HTTP
   * @param stopDelay how long requests are still accepted after the bridge was told to stop
   * @param beforeOpening is called when the routes have started, before requests are let in
   */
  WebhookServer(
      VertxPlatformHttpServerConfiguration configuration,
      int maxConnections,
      int mostAccepted,
      @Nullable TlsFiles tls,
      Duration stopDelay,
      Runnable beforeOpening) {
    this(
        configuration,
        maxConnections,
        mostAccepted,
        tls,
        stopDelay,
        beforeOpening,
        SenderClock.LIMITS);
  }

  /** Creates the server with other time limits, for tests. */
  WebhookServer(
      VertxPlatformHttpServerConfiguration configuration,
      int maxConnections,
      int mostAccepted,
      @Nullable TlsFiles tls,
      Duration stopDelay,
      Runnable beforeOpening,
      SenderClock.Limits limits) {
    super(configuration, maxConnections, mostAccepted, tls, limits);
    this.stopDelay = stopDelay;
    this.beforeOpening = beforeOpening;
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
    Registry beans = getCamelContext().getRegistry();
    metrics()
        .bind(
            beans.findSingleByType(MeterRegistry.class),
            beans.findSingleByType(RefusedRequests.class));
    // For exceptions before a route runs, such as the form handler's at an empty boundary.
    router().errorHandler(500, failed -> refuse(failed.response()));
    router().errorHandler(413, this::refuseLarge);
    router().route().handler(this::letIn);
  }

  @Override
  protected void startServer() {
    super.startServer();
    requests.readBy(eventLoop());
  }

  @Override
  protected void stopServer() {
    if (getServer() != null) {
      getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
    }
    super.stopServer();
    requests.readBy(null);
  }

  @Override
  VertxOptions options() {
    VertxOptions set = CamelContextHelper.findSingleByType(getCamelContext(), VertxOptions.class);
    return set == null ? new VertxOptions() : set;
  }

  private void letIn(RoutingContext request) {
    // A broken query is answered 400 here. Later, at the end of a form, it would never be answered.
    request.queryParams();
    if (leaving) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (requests.enter()) {
      // The body or the answer may end first: a refused request may be answered before its body
      // ends.
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
            noteRefusal(request);
            requests.leave();
          });
      request.next();
    } else {
      refuse(request.response());
      noteRefusal(request);
    }
  }

  /** Remembers a request that was answered 4xx or 5xx, by a route or before one. */
  private void noteRefusal(RoutingContext request) {
    int status = request.response().getStatusCode();
    if (status >= FIRST_REFUSAL) {
      String reason = request.get(REASON);
      metrics()
          .refused(
              status,
              reason == null ? REASONS.getOrDefault(status, "invalid-request") : reason,
              request.request().remoteAddress());
    }
  }

  /**
   * Refuses a body whose Content-Length is too large. The route counts the other large bodies, but
   * never sees this one.
   */
  private void refuseLarge(RoutingContext request) {
    STRANGERS.info("webhook refused 413 reason=body-too-large");
    MeterRegistry meters = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    if (meters != null) {
      meters
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

  /** Answers 503, so that M2M sends the webhook again over another connection. */
  static void refuse(HttpServerResponse response) {
    response
        .setStatusCode(503)
        .putHeader("Retry-After", RETRY_AFTER)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end();
  }

  /**
   * Waits for the stop delay, and closes each connection with its next answer. A load balancer
   * needs time to see that the bridge is no longer ready, and a sender with an open connection
   * doesn't check. So no request is refused yet. A bridge that never opened doesn't wait.
   */
  private void leave() throws InterruptedException {
    leaving = true;
    if (requests.isOpen()) {
      Thread.sleep(stopDelay.toMillis());
    }
  }

  /**
   * Waits until the accepted requests are answered, at most half of the shutdown timeout. The rest
   * is for the events in flight, even if a request never ends. The time that this took is
   * subtracted from Camel's timeout.
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
        case RoutesStarted -> {
          beforeOpening.run();
          requests.open();
        }
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
