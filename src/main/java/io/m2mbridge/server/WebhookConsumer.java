package io.m2mbridge.server;

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
 * Camel's HTTP consumer for a route that waits: its worker is free while a webhook is being stored,
 * so that any number of them wait at the same moment and share a commit. It takes no forms, and
 * answers bytes. Where the route fails to answer it is 503, so that M2M tries again.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
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
    processHttpRequest(exchange, request)
        .compose(read -> request.vertx().executeBlocking(() -> begin(exchange, request), false))
        .onFailure(failure -> fail(exchange, request, failure));
  }

  private boolean begin(Exchange exchange, RoutingContext request) throws Exception {
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
    } catch (RuntimeException e) {
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
    getExceptionHandler().handleException("A webhook could not be answered", exchange, failure);
    if (!request.response().ended()) {
      WebhookServer.refuse(request.response());
    }
    complete(exchange);
  }

  private void complete(Exchange exchange) {
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
