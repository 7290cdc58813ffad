package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.CannotCreateTransactionException;

class OwnTransactionPolicyTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  /** The policy on a database that refuses its first connections, as a pool under load does. */
  private Processor policy(int refused, Processor steps) {
    DriverManagerDataSource database =
        new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "") {
          @Override
          public Connection getConnection() throws SQLException {
            if (asked.incrementAndGet() <= refused) {
              throw new SQLTransientConnectionException("no connection within 2 seconds");
            }
            return super.getConnection();
          }
        };
    return new OwnTransactionPolicy(database).wrap(null, steps);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void beginsAgainWhereNoConnectionIsGiven(int refused) throws Exception {
    policy(refused, each -> runs.incrementAndGet()).process(exchange);

    assertEquals(1, runs.get());
    assertEquals(refused + 1, asked.get());
  }

  @Test
  void failsWhereNoConnectionIsGivenThreeTimes() {
    Processor policy = policy(3, each -> runs.incrementAndGet());

    assertThrows(CannotCreateTransactionException.class, () -> policy.process(exchange));
    assertEquals(0, runs.get());
    assertEquals(3, asked.get());
  }

  @Test
  void runsNoStepAgain() throws Exception {
    CannotCreateTransactionException ofAStep = new CannotCreateTransactionException("of a step");
    policy(
            0,
            each -> {
              runs.incrementAndGet();
              throw ofAStep;
            })
        .process(exchange);

    assertEquals(1, runs.get());
    assertEquals(ofAStep, exchange.getException());
  }
}
