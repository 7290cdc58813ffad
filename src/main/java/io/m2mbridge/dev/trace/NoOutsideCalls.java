package io.m2mbridge.dev.trace;

import io.m2mbridge.check.rule.OutsideCalls;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.jdbc.JdbcEndpoint;
import org.apache.camel.component.sql.DefaultSqlEndpoint;
import org.apache.camel.component.sql.stored.SqlStoredEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;
import org.jspecify.annotations.Nullable;

/**
 * Puts an endpoint that does nothing in the place of each one that leads out of this process. A
 * call of it succeeds, with the status 200 where a route reads one. Statements run on the bridge's
 * own database alone.
 */
final class NoOutsideCalls implements EndpointStrategy {
  private final Object dataSource;
  private final BiConsumer<Exchange, String> onCall;

  /**
   * @param dataSource the bridge's own
   * @param onCall gets the exchange and the component of each call that isn't made
   */
  NoOutsideCalls(DataSource dataSource, BiConsumer<Exchange, String> onCall) {
    this.dataSource = dataSource;
    this.onCall = onCall;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    String scheme = uri.split("[:?]", 2)[0];
    if (scheme.equals("seda") || scheme.equals("kamelet")) {
      return endpoint; // its routes run here
    }
    DataSource used = dataSource(endpoint);
    boolean isWithin =
        OutsideCalls.isWithin(uri)
            && !scheme.equals("controlbus")
            && (used == null || used == dataSource);
    return isWithin ? endpoint : new Uncalled(uri, endpoint.getComponent(), scheme);
  }

  private static @Nullable DataSource dataSource(Endpoint endpoint) {
    if (endpoint instanceof DefaultSqlEndpoint sql) {
      return sql.getDataSource();
    }
    if (endpoint instanceof SqlStoredEndpoint stored) {
      return stored.getDataSource();
    }
    return endpoint instanceof JdbcEndpoint jdbc ? jdbc.getDataSource() : null;
  }

  private final class Uncalled extends DefaultEndpoint {
    private final String scheme;

    Uncalled(String uri, Component component, String scheme) {
      super(uri, component);
      this.scheme = scheme;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          onCall.accept(exchange, scheme);
          if (scheme.startsWith("http")) {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
          }
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      throw new UnsupportedOperationException("no route reads from " + scheme + " here");
    }

    /** Finds nothing, for {@code pollEnrich} and {@code poll}. */
    @Override
    public PollingConsumer createPollingConsumer() {
      return new PollingConsumerSupport(this) {
        @Override
        public @Nullable Exchange receive() {
          return null;
        }

        @Override
        public @Nullable Exchange receiveNoWait() {
          return null;
        }

        @Override
        public @Nullable Exchange receive(long timeout) {
          return null;
        }
      };
    }
  }
}
