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
 * Camel's HTTP consumer for a route that never makes its thread wait before it goes on in another:
 * it begins on the event loop, and no thread waits while a webhook is being stored, so that any
 * number of them share a commit. It takes no forms, and answers bytes. Where the route fails to
 * answer it is 503, so that M2M tries again.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
  /** In bytes. To verify and read a larger body could keep the event loop from other requests. */
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
    // What it throws at once, at a path with a broken escape, is answered 400 by the router.
    processHttpRequest(exchange, request)
        .compose(read -> begin(exchange, request))
        .onFailure(failure -> fail(exchange, request, failure));
  }

  /** Where a small body is concerned the checks take less time than another thread's waking. */
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
      throw new IllegalStateException("the route has set no " + Exchange.HTTP_RESPONSE_CODE);
    }
    byte[] body = message.getBody(byte[].class);
    response.setStatusCode(status);
    // The filter leaves it out, as Camel's own consumer sets it by itself.
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
