package io.m2mbridge.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why a webhook is answered 503, which may be stored all the same: class and code
 * of the failure, the route and the step. Of a database that fails the store has one line by itself
 * for all webhooks.
 */
public final class LogFailure implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger("m2m.webhook");

  /** Creates one; a route names it as {@code #class:io.m2mbridge.delivery.LogFailure}. */
  public LogFailure() {}

  @Override
  public void process(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (failure != null && Failures.find(failure, StoreUnavailableException.class) == null) {
      LOG.warn(
          "webhook {} is answered 503: {}",
          exchange.getVariable("eventKey"),
          Failures.describe(failure, FailedStep.of(exchange, failure)),
          Failures.shown(failure));
    }
  }
}
