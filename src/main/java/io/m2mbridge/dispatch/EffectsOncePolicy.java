package io.m2mbridge.dispatch;

import io.m2mbridge.failure.TransientException;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.jdbc.OwnTransactions;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the steps inside it in one transaction together with {@code effects_at}, and skips them
 * where that is set: however often a delivery is tried, its effects are there once. The mark is the
 * last statement, so that the delivery's row is locked for no longer than the commit takes. A step
 * that fails rolls all of them back and fails the delivery, even where the route handled the
 * failure.
 */
public final class EffectsOncePolicy implements Policy {
  private static final String EFFECTS_AT = "effectsAt";

  private final Inbox inbox;
  private final TransactionTemplate transaction;

  public EffectsOncePolicy(Inbox inbox, DataSource dataSource) {
    this.inbox = inbox;
    this.transaction = OwnTransactions.cancelling(dataSource);
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // nothing to prepare
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    return exchange -> {
      if (exchange.getVariable(EFFECTS_AT) == null) {
        Instant effectsAt = transaction.execute(status -> run(steps, exchange, status));
        exchange.setVariable(EFFECTS_AT, effectsAt);
      }
    };
  }

  /** When the effects were noted; null when they are to be rolled back. */
  private @Nullable Instant run(Processor steps, Exchange exchange, TransactionStatus status) {
    try {
      steps.process(exchange);
      if (!exchange.isFailed()) {
        if (exchange.isRollbackOnly() || ExchangeHelper.isFailureHandled(exchange)) {
          // Handled or not: without its effects the event isn't done.
          throw new TransientException("its effects were rolled back");
        }
        return inbox
            .effectsDone(
                exchange.getVariable("deliveryId", Long.class),
                UUID.fromString(exchange.getVariable("leaseToken", String.class)))
            .orElseThrow(() -> new LeaseLostException("lost before its effects were committed"));
      }
    } catch (Throwable e) {
      exchange.setException(e);
    }
    status.setRollbackOnly();
    return null;
  }
}
