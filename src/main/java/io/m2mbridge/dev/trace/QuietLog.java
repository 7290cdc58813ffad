package io.m2mbridge.dev.trace;

import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** Switches all logs off until it is closed, because the trace says what happened. */
final class QuietLog implements AutoCloseable {
  private final Map<LoggerConfig, Level> before = new HashMap<>();

  QuietLog() {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      for (LoggerConfig each : context.getConfiguration().getLoggers().values()) {
        before.put(each, each.getLevel());
        each.setLevel(Level.OFF);
      }
      context.updateLoggers();
    }
  }

  @Override
  public void close() {
    before.forEach(LoggerConfig::setLevel);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.updateLoggers();
    }
  }
}
