package io.m2mbridge.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gauges {@code m2m_deliveries{state}} and {@code m2m_oldest_pending_seconds}, from one query
 * at most every few seconds, however often they are read.
 */
public final class DeliveryMetrics implements MeterBinder, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryMetrics.class);
  private static final long KEEP_NANOS = 5_000_000_000L;
  private static final List<String> STATES =
      List.of("pending", "processing", "done", "quarantined", "dead");

  private final Inbox inbox;
  private final boolean isUsed;
  private CamelContext camelContext;
  private Map<String, Inbox.StateCount> states = Map.of();
  private long readAt = System.nanoTime() - KEEP_NANOS;

  /**
   * @param repository {@code m2m.deliveries.repository}; without {@code jdbc} there is nothing to
   *     count
   */
  @SuppressWarnings("NullAway.Init") // Camel sets the context
  public DeliveryMetrics(Inbox inbox, String repository) {
    this.inbox = inbox;
    this.isUsed = repository.equals("jdbc");
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  /** Binds itself to the registry of metrics once there is one. */
  @Override
  public void setCamelContext(CamelContext camelContext) {
    if (this.camelContext == camelContext) {
      return;
    }
    this.camelContext = camelContext;
    try {
      camelContext.addStartupListener((context, alreadyStarted) -> bindTo(context));
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(e);
    }
  }

  private void bindTo(CamelContext context) {
    MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (isUsed && registry != null) {
      bindTo(registry);
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String state : STATES) {
      Gauge.builder("m2m.deliveries", () -> deliveries(state))
          .description("Deliveries by state")
          .tags(Tags.of("state", state))
          .register(registry);
    }
    Gauge.builder("m2m.oldest.pending.seconds", this::oldestPendingSeconds)
        .description("How long the oldest unfinished delivery has waited since its receipt")
        .register(registry);
  }

  private double deliveries(String state) {
    Inbox.StateCount count = states().get(state);
    return count == null ? 0 : count.deliveries();
  }

  private double oldestPendingSeconds() {
    return states().values().stream().mapToDouble(Inbox.StateCount::oldestSeconds).max().orElse(0);
  }

  /**
   * Those of the last good reading: while the database is gone, an old figure is nearer than none.
   */
  private synchronized Map<String, Inbox.StateCount> states() {
    if (System.nanoTime() - readAt >= KEEP_NANOS) {
      try {
        states =
            inbox.states().stream()
                .collect(Collectors.toMap(Inbox.StateCount::state, count -> count));
      } catch (RuntimeException e) {
        LOG.warn("deliveries can't be counted: {}", Failures.describe(e));
      }
      readAt = System.nanoTime();
    }
    return states;
  }
}
