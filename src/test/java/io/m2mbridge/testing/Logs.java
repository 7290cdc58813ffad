package io.m2mbridge.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * What is logged while it is open, exceptions with their messages and stack traces included.
 * Several may be open at the same time.
 */
public final class Logs implements AutoCloseable {
  /** One line of the log. */
  public record Line(Level level, String logger, String text) {}

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final LoggerConfig source;
  private final AbstractAppender appender =
      // Log4j adds no second appender of the same name, and removes an appender by its name.
      new AbstractAppender(
          "test " + NUMBER.incrementAndGet(), null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          StringWriter text = new StringWriter();
          text.append(event.getMessage().getFormattedMessage());
          if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(text));
          }
          lines.add(new Line(event.getLevel(), event.getLoggerName(), text.toString()));
        }
      };

  public Logs() {
    this(LogManager.ROOT_LOGGER_NAME);
  }

  /** What one logger logs that has appenders of its own. */
  public static Logs by(String logger) {
    return new Logs(logger);
  }

  private Logs(String logger) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    source = context.getConfiguration().getLoggerConfig(logger);
    appender.start();
    source.addAppender(appender, null, null);
  }

  public List<Line> lines() {
    return lines;
  }

  /** The texts that a logger has written. */
  public List<String> of(String logger) {
    return lines.stream().filter(line -> line.logger().equals(logger)).map(Line::text).toList();
  }

  /** What is as bad as a level, or worse. */
  public List<Line> from(Level level) {
    return lines.stream().filter(line -> line.level().isMoreSpecificThan(level)).toList();
  }

  @Override
  public void close() {
    // Not stopped: a thread that is about to write to it would be thrown an exception.
    source.removeAppender(appender.getName());
  }
}
