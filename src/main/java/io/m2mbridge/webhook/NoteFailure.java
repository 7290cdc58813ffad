package io.m2mbridge.webhook;

import io.m2mbridge.failure.Causes;
import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.StoreDelivery;
import io.m2mbridge.inbox.StoreUnavailableException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets the variable {@code reason} to why a webhook is answered 503: to {@code store-unavailable}
 * or {@code failed-step}, unless {@link StoreDelivery} has already set {@code stopping} or {@code
 * too-many-waiting}. For {@code failed-step} it logs the class and code of the failure, the route
 * and the step. For a database failure, the store itself logs one line for all webhooks.
 */
public final class NoteFailure implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger("m2m.webhook");

  /** The rate-limited logger, for failures before M2M's signature was verified. */
  private static final Logger OF_STRANGER = LoggerFactory.getLogger("m2m.webhook.stranger");

  /** Creates the processor. A route names it as {@code #class:io.m2mbridge.webhook.NoteFailure}. */
  public NoteFailure() {}

  @Override
  public void process(Exchange exchange) {
    Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
    if (failure == null || exchange.getVariable(StoreDelivery.REASON) != null) {
      return;
    }
    if (Causes.find(failure, StoreUnavailableException.class) != null) {
      exchange.setVariable(StoreDelivery.REASON, "store-unavailable");
      return;
    }
    exchange.setVariable(StoreDelivery.REASON, "failed-step");
    Object eventKey = exchange.getVariable("eventKey");
    (eventKey == null ? OF_STRANGER : LOG)
        .atLevel(eventKey == null ? Level.INFO : Level.WARN)
        .setCause(FailureDescription.shown(failure))
        .log(
            "webhook {} is answered 503: {}",
            eventKey,
            FailureDescription.of(failure, FailedStep.of(exchange, failure)));
  }
}
