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
 * Runs the steps inside it once for each delivery, however often the delivery is tried. The steps
 * and the column {@code effects_at} are written in one transaction. If that column is set, the
 * steps are skipped.
 *
 * <p>The column is set by the last statement, so that the delivery's row is locked only during the
 * commit. A step that fails rolls all steps back and fails the delivery, even where the route
 * handled the failure.
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

  /** Returns the new {@code effects_at}; null where the transaction must be rolled back. */
  private @Nullable Instant run(Processor steps, Exchange exchange, TransactionStatus status) {
    try {
      steps.process(exchange);
      if (!exchange.isFailed()) {
        if (exchange.isRollbackOnly() || ExchangeHelper.isFailureHandled(exchange)) {
          // The route handled the failure, but the effects are lost: the event isn't done.
          throw new TransientException("its effects were rolled back");
        }
        return inbox
            .effectsDone(
                exchange.getVariable("deliveryId", Long.class),
                UUID.fromString(exchange.getVariable("leaseToken", String.class)))
            .orElseThrow(
                () ->
                    new LeaseLostException("the lease was lost before the effects were committed"));
      }
    } catch (Throwable e) {
      exchange.setException(e);
    }
    status.setRollbackOnly();
    return null;
  }
}
