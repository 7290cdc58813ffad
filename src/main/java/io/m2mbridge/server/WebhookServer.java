package io.m2mbridge.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Camel's HTTP server, which before its routes run and once they stop answers 503 and not 404, so
 * that M2M tries again. The routes stop when every request that was let in has been answered.
 */
final class WebhookServer extends VertxPlatformHttpServer {
  /** As in the route webhook-answer, in seconds. */
  private static final String RETRY_AFTER = "60";

  private final VertxPlatformHttpServerConfiguration configuration;
  private final OpenRequests requests = new OpenRequests();

  WebhookServer(VertxPlatformHttpServerConfiguration configuration) {
    super(configuration);
    this.configuration = configuration;
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
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
    VertxPlatformHttpRouter.lookup(getCamelContext(), name).route().handler(this::letIn);
  }

  private void letIn(RoutingContext request) {
    if (requests.enter()) {
      // Whichever of the two comes first: one that is refused may end before its body has come.
      AtomicBoolean isCounted = new AtomicBoolean();
      request
          .request()
          .end()
          .onSuccess(
              whole -> {
                if (!isCounted.getAndSet(true)) {
                  requests.countWhole(1);
                }
              });
      request.addEndHandler(
          ended -> {
            if (isCounted.getAndSet(true)) {
              requests.countWhole(-1);
            }
            requests.leave();
          });
      request.next();
    } else {
      refuse(request.response());
    }
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
        case RoutesStopping -> drain();
        default -> {
          // nothing to do
        }
      }
    }
  }
}
