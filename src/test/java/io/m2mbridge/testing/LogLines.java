package io.m2mbridge.testing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * What is logged meanwhile, exceptions included, at a level of the test's choice instead of the
 * root's; the console doesn't see it.
 */
public final class LogLines implements AutoCloseable {
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level level = root.getLevel();
  private final List<Appender> appenders =
      root.getAppenders().values().stream()
          .filter(appender -> !appender.getName().equals(LeakWatch.NAME))
          .toList();
  private final Map<LoggerConfig, Level> lifted = new HashMap<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines(Level level, List<String> liftedToo) {
    Appender collector =
        new AbstractAppender("collector", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            Throwable thrown = event.getThrown();
            lines.add(
                event.getLoggerName()
                    + " "
                    + event.getMessage().getFormattedMessage()
                    + (thrown == null ? "" : " " + thrown + Arrays.toString(thrown.getSuppressed()))
                    + (thrown == null || thrown.getCause() == null ? "" : " " + thrown.getCause()));
          }
        };
    collector.start();
    appenders.forEach(appender -> root.removeAppender(appender.getName()));
    root.addAppender(collector, null, null);
    root.setLevel(level);
    for (String name : liftedToo) {
      LoggerConfig logger = context.getConfiguration().getLoggerConfig(name);
      lifted.put(logger, logger.getLevel());
      logger.setLevel(level);
    }
    context.updateLoggers();
  }

  /** What the bridge logs as it is shipped. */
  public static LogLines capture() {
    return new LogLines(Level.INFO, List.of("io.m2mbridge"));
  }

  /** All that a site could make the bridge log by a configuration of its own. */
  public static LogLines captureAll() {
    return new LogLines(Level.TRACE, List.of("io.m2mbridge", "com", "io", "jakarta", "me", "org"));
  }

  /** The lines that hold a text, each with its logger's name before it. */
  public List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    root.removeAppender("collector");
    appenders.forEach(appender -> root.addAppender(appender, null, null));
    root.setLevel(level);
    lifted.forEach(LoggerConfig::setLevel);
    context.updateLoggers();
  }
}
