package io.m2mbridge.log;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.beans.PropertyChangeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/**
 * Puts a {@link LogQueue} before every appender of the log configuration, whether it is the jar's
 * own or the site's, so that no thread waits for a log that nobody reads. Counts what was dropped,
 * in {@code m2m_log_lines_dropped_total}.
 */
public final class LogQueues implements MeterBinder, AutoCloseable {
  /** A log that isn't read must not hold up the exit for longer. */
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(3);

  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Map<Appender, LogQueue> queues = Map.of();

  private LogQueues() {}

  /** From now on, also after the configuration is read anew. */
  public static LogQueues install() {
    // Its hook would wait for the appenders, and thus for whoever reads them.
    System.setProperty("log4j2.shutdownHookEnabled", "false");
    LogQueues installed = new LogQueues();
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.addPropertyChangeListener(installed::changed);
      installed.wrap(context.getConfiguration());
    }
    return installed;
  }

  private void changed(PropertyChangeEvent change) {
    if (change.getSource() instanceof LoggerContext context) {
      wrap(context.getConfiguration());
    }
  }

  private synchronized void wrap(Configuration configuration) {
    Map<Appender, LogQueue> next = new HashMap<>();
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      for (Appender appender : List.copyOf(logger.getAppenders().values())) {
        if (appender instanceof LogQueue queue) {
          next.put(queue.target(), queue);
        } else {
          replace(logger, appender, next.computeIfAbsent(appender, this::queue));
        }
      }
    }
    queues.values().stream().filter(queue -> !next.containsValue(queue)).forEach(LogQueue::end);
    queues = next;
  }

  private LogQueue queue(Appender appender) {
    LogQueue known = queues.get(appender);
    if (known != null) {
      return known;
    }
    LogQueue queue = new LogQueue(appender, dropped);
    queue.start();
    return queue;
  }

  /** With the level and the filter that the configuration gives the logger's reference to it. */
  private static void replace(LoggerConfig logger, Appender appender, LogQueue queue) {
    AppenderRef reference =
        logger.getAppenderRefs().stream()
            .filter(each -> each.getRef().equals(appender.getName()))
            .findFirst()
            .orElse(AppenderRef.createAppenderRef(appender.getName(), null, null));
    logger.removeAppender(appender.getName());
    logger.addAppender(queue, reference.getLevel(), reference.getFilter());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("m2m.log.lines.dropped", dropped, LongAdder::sum).register(registry);
  }

  /**
   * Has the JVM wait for {@link #close} when it is told to end, as it waits for nothing else that
   * its main thread does.
   *
   * @param longest asked when the JVM ends
   */
  public void closeBeforeExit(Supplier<Duration> longest) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> awaitClosed(longest.get()), "log-before-exit"));
  }

  private void awaitClosed(Duration longest) {
    try {
      closed.await(longest.plus(LONGEST_FLUSH).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what is left, for some seconds at most, and ends logging. */
  @Override
  public void close() {
    Thread flush = new Thread(this::flush, "log-flush");
    flush.setDaemon(true);
    flush.start();
    try {
      flush.join(LONGEST_FLUSH.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed.countDown();
  }

  private void flush() {
    List<LogQueue> last;
    synchronized (this) {
      last = new ArrayList<>(queues.values());
    }
    last.forEach(LogQueue::end);
    try {
      for (LogQueue queue : last) {
        queue.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LogManager.shutdown();
  }
}
