package io.m2mbridge.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

  /** Counts from now on. */
  void bind(@Nullable MeterRegistry registry) {
    this.registry = registry;
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
