package io.m2mbridge.server;

import io.m2mbridge.webhook.RefusedRequests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the webhook listener answers, by status, and the connections that it closes without
 * an answer, by reason. So each refusal is counted, also those that no route sees.
 */
final class ListenerMetrics {
  /** The counters by label. A look-up in the meter registry for each answer would take longer. */
  private final Map<Object, Counter> counters = new ConcurrentHashMap<>();

  private volatile @Nullable MeterRegistry registry;
  private volatile @Nullable RefusedRequests refusals;

  /**
   * Counts from now on.
   *
   * @param refusals what remembers refusals; null if nobody asks for them
   */
  void bind(@Nullable MeterRegistry registry, @Nullable RefusedRequests refusals) {
    this.registry = registry;
    this.refusals = refusals;
  }

  /**
   * Remembers a request that no route has seen.
   *
   * @param reason a fixed word
   */
  void refused(int status, String reason, @Nullable SocketAddress sender) {
    RefusedRequests known = refusals;
    if (known != null) {
      known.add(status, reason, sender);
    }
  }

  void answered(int status) {
    count("m2m.http.answers", "status", status);
  }

  /**
   * @param reason a fixed word
   */
  void closed(String reason) {
    count("m2m.http.closed", "reason", reason);
  }

  private void count(String name, String label, Object value) {
    MeterRegistry known = registry;
    if (known != null) {
      counters
          .computeIfAbsent(value, each -> known.counter(name, label, String.valueOf(each)))
          .increment();
    }
  }
}
