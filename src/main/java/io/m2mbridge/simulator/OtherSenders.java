package io.m2mbridge.simulator;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/** Notifies a listener of webhooks that reach the bridge from another sender than the simulator. */
final class OtherSenders extends EventNotifierSupport {
  private static final String ROUTE = "webhook-receive";
  private static final String OWN = "m2mDemoOwn";

  private final Predicate<@Nullable String> isOwn;
  private final Consumer<Arrival> listener;

  /**
   * Creates the notifier.
   *
   * @param isOwn whether a request with this signature is the simulator's
   * @param listener receives each webhook; it must not block, because the webhook is being answered
   */
  OtherSenders(Predicate<@Nullable String> isOwn, Consumer<Arrival> listener) {
    this.isOwn = isOwn;
    this.listener = listener;
    setIgnoreCamelContextEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreExchangeSendingEvents(true);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    boolean isEnd = event instanceof ExchangeCompletedEvent || event instanceof ExchangeFailedEvent;
    // A new exchange has no route yet.
    return event instanceof ExchangeCreatedEvent
        || (isEnd && ROUTE.equals(((ExchangeEvent) event).getExchange().getFromRouteId()));
  }

  @Override
  public void notify(CamelEvent event) {
    Exchange exchange = ((ExchangeEvent) event).getExchange();
    if (event instanceof ExchangeCreatedEvent) {
      // Test the header now, because the route drops it before it answers.
      if (isOwn.test(exchange.getMessage().getHeader("X-M2M-Signature", String.class))) {
        exchange.setProperty(OWN, true);
      }
    } else if (!exchange.getProperty(OWN, false, boolean.class)) {
      listener.accept(Arrival.of(exchange));
    }
  }
}
