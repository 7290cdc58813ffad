package io.m2mbridge.jdbc;

import javax.sql.DataSource;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the SQL steps inside it in one transaction of {@link OwnTransactions}: read committed,
 * flushed at the commit, and with time limits, whatever the database or the role sets. A step that
 * fails rolls all steps back and fails the exchange.
 */
public final class OwnTransactionPolicy implements Policy {
  private final TransactionTemplate transaction;

  public OwnTransactionPolicy(DataSource dataSource) {
    this.transaction = OwnTransactions.cancelling(dataSource);
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // nothing to prepare
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    return exchange ->
        transaction.executeWithoutResult(
            status -> {
              try {
                steps.process(exchange);
              } catch (Throwable e) {
                exchange.setException(e);
              }
              if (exchange.isFailed() || exchange.isRollbackOnly()) {
                status.setRollbackOnly();
              }
            });
  }
}
