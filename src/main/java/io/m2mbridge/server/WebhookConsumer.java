package io.m2mbridge.server;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;

/**
 * Camel's HTTP consumer for a route that never blocks its thread before it continues on another
 * one. The route begins on the event loop. No thread waits while a webhook is being stored, so any
 * number of webhooks can share a commit. The consumer accepts no forms and answers with bytes. If
 * the route fails without an answer, the answer is 503, so that M2M sends the webhook again.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
  /**
   * The size of a small body, in bytes. Verifying and parsing a larger one could delay other
   * requests of the event loop.
   */
  private static final int SMALL = 16_384;

  WebhookConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String routerName) {
    super(endpoint, processor, handlers, routerName);
  }

  @Override
  protected void handleRequest(RoutingContext request) {
    if (isSuspended()) {
      WebhookServer.refuse(request.response());
      return;
    }
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    // A path with a broken escape makes this call throw, and the router answers 400.
    processHttpRequest(exchange, request)
        .compose(read -> begin(exchange, request))
        .onFailure(failure -> fail(exchange, request, failure));
  }

  /**
   * Starts the route: for a small body on the event loop, because the checks take less time than
   * waking another thread.
   */
  private Future<Boolean> begin(Exchange exchange, RoutingContext request) {
    if (request.body().length() > SMALL) {
      return request.vertx().executeBlocking(() -> route(exchange, request), false);
    }
    try {
      return Future.succeededFuture(route(exchange, request));
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  private boolean route(Exchange exchange, RoutingContext request) throws Exception {
    createUoW(exchange);
    return getAsyncProcessor().process(exchange, doneSync -> end(exchange, request));
  }

  private void end(Exchange exchange, RoutingContext request) {
    try {
      String reason = exchange.getVariable("reason", String.class);
      if (reason != null) {
        request.put(WebhookServer.REASON, reason);
      }
      if (exchange.getException() == null) {
        answer(exchange, request.response());
        complete(exchange);
      } else {
        fail(exchange, request, exchange.getException());
      }
    } catch (RuntimeException | Error e) {
      fail(exchange, request, e);
    }
  }

  private void answer(Exchange exchange, HttpServerResponse response) {
    Message message = exchange.getMessage();
    Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (status == null) {
      throw new IllegalStateException("the route has not set " + Exchange.HTTP_RESPONSE_CODE);
    }
    byte[] body = message.getBody(byte[].class);
    response.setStatusCode(status);
    // The header filter drops it, because Camel's own consumer sets it separately.
    String contentType = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (contentType != null) {
      response.putHeader(Exchange.CONTENT_TYPE, contentType);
    }
    var filter = getEndpoint().getHeaderFilterStrategy();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!filter.applyFilterToCamelHeaders(name, value, exchange)) {
                response.putHeader(name, String.valueOf(value));
              }
            });
    response.end(body == null ? Buffer.buffer() : Buffer.buffer(body));
  }

  private void fail(Exchange exchange, RoutingContext request, Throwable failure) {
    try {
      getExceptionHandler().handleException("A webhook could not be answered", exchange, failure);
      if (!request.response().ended()) {
        WebhookServer.refuse(request.response());
      }
    } finally {
      complete(exchange);
    }
  }

  private void complete(Exchange exchange) {
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
