package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.ClaimWindow;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.inbox.Leases;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims of one endpoint. Each one is timed, and its outcome is the endpoint's health. */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);

  private final DeliveryEndpoint endpoint;
  private final Leases leases;
  private final ClaimWindow window;
  private final Timer time;

  Claims(DeliveryEndpoint endpoint) {
    this.endpoint = endpoint;
    this.leases = endpoint.inbox().leases();
    this.window = new ClaimWindow(endpoint.lanes());
    MeterRegistry metrics =
        endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    this.time =
        Timer.builder("m2m.claim")
            .description("How long a claim of deliveries takes")
            .register(metrics == null ? new SimpleMeterRegistry() : metrics);
  }

  /**
   * Claims deliveries that are due.
   *
   * @param perLane how many deliveries to claim of each lane at most
   * @param total how many deliveries to claim in all at most
   * @return empty also where the database failed
   */
  List<ClaimedDelivery> claim(Map<String, Integer> perLane, int total) {
    List<ClaimedDelivery> claimed;
    long start = System.nanoTime();
    Duration lookBack = window.lookBack();
    try {
      claimed = leases.claim(perLane, total, lookBack);
    } catch (RuntimeException | Error e) {
      failed(e);
      return List.of();
    }
    time.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    window.note(lookBack, start, perLane, total, claimed);
    if (endpoint.claimHealth().succeeded()) {
      LOG.info("{} can claim deliveries again", endpoint.getEndpointBaseUri());
    }
    return claimed;
  }

  /** Notes that claiming failed, and logs it if it had worked until now. */
  void failed(Throwable e) {
    String words = FailureDescription.of(e);
    if (endpoint.claimHealth().failed(words)) {
      LOG.error(
          "{} can't claim deliveries: {}",
          endpoint.getEndpointBaseUri(),
          words,
          FailureDescription.shown(e));
    }
  }
}
