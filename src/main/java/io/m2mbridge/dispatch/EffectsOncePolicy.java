package io.m2mbridge.dispatch;

import io.m2mbridge.failure.TransientException;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.jdbc.OwnTransactions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
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
 *
 * <p>Deliveries whose steps are as shipped may share a transaction; see {@link
 * #share(CamelContext)}.
 */
public final class EffectsOncePolicy implements Policy {
  /**
   * How many transactions deliveries share at the same time. Each has a connection, in addition to
   * those of the workers.
   */
  public static final int MAX_SHARED_TRANSACTIONS = 2;

  private static final String EFFECTS_AT = "effectsAt";

  private final Inbox inbox;
  private final DataSource dataSource;
  private final TransactionTemplate transaction;
  private volatile @Nullable SharedTransactions shared;

  /** The {@code policy} steps that Camel is wrapping now, the innermost first. */
  private final Deque<NamedNode> wrapped = new ArrayDeque<>();

  public EffectsOncePolicy(Inbox inbox, DataSource dataSource) {
    this.inbox = inbox;
    this.dataSource = dataSource;
    this.transaction = OwnTransactions.cancelling(dataSource);
  }

  /**
   * Lets deliveries whose steps are as shipped share a transaction. Steps that a site has edited
   * have a transaction of their own for each delivery. So have all steps where the site intercepts
   * calls or has a trigger on a table of the effects, and all within a host, which doesn't call
   * this.
   *
   * @param context holds all routes, and is not started yet
   */
  public void share(CamelContext context) {
    shared =
        ShippedEffects.areIntercepted(context) ? null : new SharedTransactions(inbox, dataSource);
  }

  @Override
  public synchronized void beforeWrap(Route route, NamedNode definition) {
    wrapped.push(definition);
  }

  @Override
  public synchronized Processor wrap(Route route, Processor steps) {
    return new Once(new ShippedEffects(route.getCamelContext(), wrapped.pop()), steps);
  }

  private final class Once implements Processor {
    private final ShippedEffects shipped;
    private final Processor steps;

    Once(ShippedEffects shipped, Processor steps) {
      this.shipped = shipped;
      this.steps = steps;
    }

    @Override
    public void process(Exchange exchange) {
      if (exchange.getVariable(EFFECTS_AT) == null) {
        Instant effectsAt = runShared(exchange);
        if (effectsAt == null) {
          effectsAt = transaction.execute(status -> run(steps, exchange, status));
        }
        exchange.setVariable(EFFECTS_AT, effectsAt);
      }
    }

    /**
     * Returns the new {@code effects_at}; null where the steps must run in their own transaction.
     */
    private @Nullable Instant runShared(Exchange exchange) {
      SharedTransactions transactions = shared;
      String rows = transactions == null ? null : shipped.rows(exchange);
      // A call from a route of the site's own may lack it; such an event fails alone.
      boolean hasLease = exchange.getVariable("leaseToken") != null;
      return transactions == null || rows == null || !hasLease
          ? null
          : transactions.run(new SharedEffects(exchange, steps, rows)).orElse(null);
    }
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
