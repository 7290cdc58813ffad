package io.m2mbridge.dispatch;

import io.m2mbridge.failure.Failures;
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
 * Ready while M2M would hear 200: webhooks can be stored and claimed, and the database answers
 * within a second and a half. Alive without it.
 */
public final class DatabaseHealthCheck extends AbstractHealthCheck {
  private static final long PATIENCE_MILLIS = 1_500;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealthCheck.class);
  private static final Duration START = Duration.ofSeconds(10);

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Inbox inbox;
  private final boolean isUsed;

  /**
   * @param repository {@code m2m.deliveries.repository}; without {@code jdbc} there is nothing to
   *     check
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
      String claims = endpoint instanceof DeliveryEndpoint own ? own.claims().trouble() : null;
      if (claims != null) {
        tellOnce(endpoint, claims);
        return endpoint.getEndpointBaseUri() + " can't claim deliveries: " + claims;
      }
    }
    return null;
  }

  /** A route that isn't started keeps the bridge from being ready for good: the log says why. */
  private void tellOnce(Endpoint endpoint, String trouble) {
    if (getCamelContext().getUptime().compareTo(START) > 0
        && told.add(endpoint.getEndpointBaseUri())) {
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
      ping.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      builder.up();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      builder.down();
    } catch (Exception e) {
      builder.down().message(Failures.describe(e.getCause() == null ? e : e.getCause()));
    } finally {
      getCamelContext().getExecutorServiceManager().shutdownNow(pings);
    }
  }
}
