package io.m2mbridge.notice;

import io.m2mbridge.inbox.Notices;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** {@code m2m_notices_total{notice,outcome}} and the gauge {@code m2m_notices_waiting}. */
final class NoticeMetrics {
  private static final long COUNT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AtomicLong waiting = new AtomicLong();
  private long countedAt = System.nanoTime() - COUNT_INTERVAL_NANOS;
  private @Nullable MeterRegistry registry;

  void bindTo(CamelContext context) {
    registry = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (registry != null) {
      Gauge.builder("m2m.notices.waiting", waiting::get)
          .description("Notices that are still to be sent")
          .strongReference(true)
          .register(registry);
    }
  }

  /**
   * Counts the waiting notices, every five seconds at most. The thread that sends notices calls
   * this, so that no reader of the gauge waits for the database.
   */
  void count(Notices notices) {
    long now = System.nanoTime();
    if (registry != null && now - countedAt >= COUNT_INTERVAL_NANOS) {
      waiting.set(notices.waiting());
      countedAt = now;
    }
  }

  void sent(String notice) {
    count(notice, "sent");
  }

  void retried(String notice) {
    count(notice, "retry");
  }

  void dropped(String notice) {
    count(notice, "dropped");
  }

  private void count(String notice, String outcome) {
    if (registry != null) {
      Counter.builder("m2m.notices")
          .description("Notices by what became of an attempt to send them")
          .tag("notice", notice)
          .tag("outcome", outcome)
          .register(registry)
          .increment();
    }
  }
}
