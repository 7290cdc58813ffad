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
 * Puts a {@link LogQueue} before every appender of the log configuration, the jar's own or a
 * site's. So no thread waits for a log that isn't read. The metric {@code
 * m2m_log_lines_dropped_total} counts the dropped lines.
 */
public final class LogQueues implements MeterBinder, AutoCloseable {
  /** The longest delay of the exit by a log that isn't read. */
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(3);

  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Map<Appender, LogQueue> queues = Map.of();

  private LogQueues() {}

  /** Wraps the appenders now, and again after each change of the configuration. */
  public static LogQueues install() {
    // Log4j's shutdown hook would wait for the appenders, and so for their readers.
    System.setProperty("log4j2.shutdownHookEnabled", "false");
    // The appender of the jar's configuration writes all waiting lines at once.
    System.setProperty("bridge.log.flush", "false");
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

  /**
   * Replaces an appender of a logger. The level and filter of the logger's reference to it stay.
   */
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
   * Makes the JVM's shutdown wait for {@link #close}, because it doesn't wait for the main thread.
   *
   * @param longest gives the longest time that Camel may take to stop; it is called when the JVM
   *     ends
   */
  public void closeBeforeExit(Supplier<Duration> longest) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> awaitClosed(longest.get()), "log-before-exit"));
  }

  private void awaitClosed(Duration longest) {
    try {
      closed.await(longest.plus(FLUSH_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the queued lines, for three seconds at most, and ends logging. */
  @Override
  public void close() {
    Thread flush = new Thread(this::flush, "log-flush");
    flush.setDaemon(true);
    flush.start();
    try {
      flush.join(FLUSH_TIMEOUT.toMillis());
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
