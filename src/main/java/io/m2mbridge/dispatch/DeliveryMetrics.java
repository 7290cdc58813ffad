package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.Inbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gauges {@code m2m_deliveries{state}} and {@code m2m_oldest_pending_seconds}. Both come from
 * one query, which runs every five seconds at most, however often the gauges are read. A reader
 * waits 1.5 seconds for it at most. The number of deliveries that are {@code done} is an estimate
 * once there are many.
 */
public final class DeliveryMetrics implements MeterBinder, CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryMetrics.class);
  private static final long READ_INTERVAL_NANOS = 5_000_000_000L;
  private static final long READ_TIMEOUT_NANOS = 1_500_000_000L;
  private static final List<String> STATES =
      List.of("pending", "processing", "done", "quarantined", "dead");

  private final Inbox inbox;
  private final boolean isUsed;
  private CamelContext camelContext;
  private Map<String, Inbox.StateCount> states = Map.of();
  private @Nullable Future<Map<String, Inbox.StateCount>> reading;
  private final LongSupplier nanoTime;
  private long readingSince;

  /**
   * @param repository {@code m2m.deliveries.repository}; unless it is {@code jdbc}, there are no
   *     gauges
   */
  public DeliveryMetrics(Inbox inbox, String repository) {
    this(inbox, repository, System::nanoTime);
  }

  @SuppressWarnings("NullAway.Init") // Camel sets the context
  DeliveryMetrics(Inbox inbox, String repository, LongSupplier nanoTime) {
    this.inbox = inbox;
    this.nanoTime = nanoTime;
    this.readingSince = nanoTime.getAsLong() - READ_INTERVAL_NANOS;
    this.isUsed = repository.equals("jdbc");
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  /** Binds the gauges to the metrics registry when the context starts. */
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
    Gauge.builder("m2m.findings", () -> deliveries("finding"))
        .description("Open findings of the comparison with M2M's API")
        .register(registry);
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
   * Returns the last counts that could be read. While the database is gone, an old count is better
   * than none.
   */
  private synchronized Map<String, Inbox.StateCount> states() {
    if (reading == null && nanoTime.getAsLong() - readingSince >= READ_INTERVAL_NANOS) {
      reading = read();
      readingSince = nanoTime.getAsLong();
    }
    if (reading != null) {
      await(reading);
    }
    return states;
  }

  /** Reads the counts in a thread of its own; there is one such thread at a time. */
  private Future<Map<String, Inbox.StateCount>> read() {
    var task =
        new FutureTask<>(
            () ->
                inbox.states().stream()
                    .collect(Collectors.toMap(Inbox.StateCount::state, count -> count)));
    Thread thread = new Thread(task, "m2m-metrics");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** If the query takes too long, its result is used when the gauges are read the next time. */
  private void await(Future<Map<String, Inbox.StateCount>> read) {
    try {
      long timeout = READ_TIMEOUT_NANOS - (nanoTime.getAsLong() - readingSince);
      states = read.get(Math.max(0, timeout), TimeUnit.NANOSECONDS);
      reading = null;
    } catch (TimeoutException e) {
      LOG.debug("the database does not answer, so the last counts are shown");
    } catch (ExecutionException e) {
      reading = null;
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LOG.warn(
          "deliveries can't be counted: {}",
          FailureDescription.of(cause),
          FailureDescription.shown(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
