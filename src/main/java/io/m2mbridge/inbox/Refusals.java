package io.m2mbridge.inbox;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.jdbc.OwnStatements;
import io.m2mbridge.jdbc.Sql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes how many webhooks were answered 401 into {@code m2m_refusals}, by node, hour and reason.
 * It takes the counts from the metric {@code m2m_webhooks_total}, every ten seconds at most. So a
 * flood of strangers costs no more writes than one webhook.
 */
public final class Refusals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final String WRITE = Sql.named("refusals");
  private static final long PERIOD_SECONDS = 10;

  private final JdbcClient jdbc;
  private final MeterRegistry metrics;
  private final boolean isUsed;
  private final ScheduledThreadPoolExecutor writer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "m2m-refusals");
            thread.setDaemon(true);
            return thread;
          });

  /** What the table has of each counter. */
  private Map<String, Long> written = Map.of();

  /**
   * @param repository {@code m2m.deliveries.repository}; unless it is {@code jdbc}, nothing is
   *     written
   */
  public Refusals(DataSource dataSource, MeterRegistry metrics, String repository) {
    this.jdbc = JdbcClient.create(new OwnStatements(dataSource));
    this.metrics = metrics;
    this.isUsed = repository.equals("jdbc");
  }

  /** Begins to write. */
  public void start() {
    if (isUsed) {
      writer.scheduleWithFixedDelay(
          this::tryToWrite, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Writes, unless the database fails. */
  void tryToWrite() {
    try {
      write();
    } catch (RuntimeException | Error e) {
      // The next time writes these counts, too.
      LOG.debug("refused webhooks can't be counted: {}", FailureDescription.of(e));
    }
  }

  /** Adds what was counted since the last time. */
  void write() {
    Map<String, Long> counted = counted();
    Map<String, Long> added = new HashMap<>();
    counted.forEach(
        (reason, webhooks) -> {
          long more = webhooks - written.getOrDefault(reason, 0L);
          if (more > 0) {
            added.put(reason, more);
          }
        });
    if (!added.isEmpty()) {
      jdbc.sql(WRITE)
          .param("node", Node.name())
          .param("reasons", added.keySet().toArray(String[]::new))
          .param("webhooks", added.values().toArray(Long[]::new))
          .update();
      written = counted;
    }
  }

  private Map<String, Long> counted() {
    Map<String, Long> counted = new HashMap<>();
    for (Counter counter : metrics.find("m2m.webhooks").tag("outcome", "unauthorized").counters()) {
      counted.merge(
          String.valueOf(counter.getId().getTag("reason")), (long) counter.count(), Long::sum);
    }
    return counted;
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
