package io.m2mbridge.jdbc;

import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the SQL steps inside it in one transaction of {@link OwnTransactions}: read committed,
 * flushed at the commit, and with time limits, whatever the database or the role sets. A step that
 * fails rolls all steps back and fails the exchange. A transaction that can't begin is begun again,
 * three times in all: a busy machine can take seconds to give a connection, and if M2M's answer to
 * a reply were not noted, the reply would be sent again.
 */
public final class OwnTransactionPolicy implements Policy {
  private static final int MOST_BEGINS = 3;

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
    return exchange -> {
      for (int begins = 1; ; begins++) {
        try {
          transaction.executeWithoutResult(status -> run(steps, exchange, status));
          return;
        } catch (CannotCreateTransactionException e) {
          // It comes from the begin alone, so no step has run.
          if (begins == MOST_BEGINS) {
            throw e;
          }
        }
      }
    };
  }

  private static void run(Processor steps, Exchange exchange, TransactionStatus status) {
    try {
      steps.process(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
    if (exchange.isFailed() || exchange.isRollbackOnly()) {
      status.setRollbackOnly();
    }
  }
}
