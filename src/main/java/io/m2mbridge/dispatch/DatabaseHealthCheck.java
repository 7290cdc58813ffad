package io.m2mbridge.dispatch;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.Inbox;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readiness check. The bridge is ready while M2M would get the answer 200: webhooks can be
 * stored and claimed, and the database answers within 1.5 seconds. Liveness doesn't depend on the
 * database.
 */
public final class DatabaseHealthCheck extends AbstractHealthCheck {
  private static final long PING_TIMEOUT_MILLIS = 1_500;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealthCheck.class);

  /** How long the routes may take to start before a warning is logged. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final Inbox inbox;
  private final boolean isUsed;

  /**
   * @param repository {@code m2m.deliveries.repository}; unless it is {@code jdbc}, the check is
   *     always up
   */
  public DatabaseHealthCheck(Inbox inbox, String repository) {
    super("m2m", "database");
    this.inbox = inbox;
    this.isUsed = repository.equals("jdbc");
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    if (!isUsed) {
      builder.up();
      return;
    }
    String trouble = trouble();
    if (trouble != null) {
      builder.down().message(trouble);
      return;
    }
    ping(builder);
  }

  private @Nullable String trouble() {
    String store = inbox.breaker().trouble();
    if (store != null) {
      return "webhooks can't be stored: " + store;
    }
    for (Endpoint endpoint : getCamelContext().getEndpoints()) {
      String claims = endpoint instanceof DeliveryEndpoint own ? own.claimHealth().trouble() : null;
      if (claims != null) {
        logOnce(endpoint, claims);
        return endpoint.getEndpointBaseUri() + " can't claim deliveries: " + claims;
      }
    }
    return null;
  }

  /** Logs a route that isn't started: because of it the bridge never becomes ready. */
  private void logOnce(Endpoint endpoint, String trouble) {
    if (getCamelContext().getUptime().compareTo(START_TIMEOUT) > 0
        && logged.add(endpoint.getEndpointBaseUri())) {
      LOG.warn(
          "not ready: {} can't claim deliveries: {}. Is its route started?",
          endpoint.getEndpointBaseUri(),
          trouble);
    }
  }

  private void ping(HealthCheckResultBuilder builder) {
    ExecutorService pings =
        getCamelContext().getExecutorServiceManager().newThreadPool(this, "m2m-ping", 1, 1);
    try {
      Future<?> ping = pings.submit(inbox::ping);
      ping.get(PING_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      builder.up();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      builder.down();
    } catch (Exception e) {
      builder.down().message(FailureDescription.of(e.getCause() == null ? e : e.getCause()));
    } finally {
      getCamelContext().getExecutorServiceManager().shutdownNow(pings);
    }
  }
}
