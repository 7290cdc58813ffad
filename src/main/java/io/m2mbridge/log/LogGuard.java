package io.m2mbridge.log;

import io.m2mbridge.database.Database;
import java.beans.PropertyChangeListener;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/**
 * Prevents libraries from logging secrets and personal data, even if a site's log configuration
 * enables it. Below these levels they log the API key, the settings, bodies, and the values in
 * statements and beans.
 */
public final class LogGuard {
  private static final Map<String, Level> LOWEST =
      Map.ofEntries(
          Map.entry("org.apache.hc", Level.WARN),
          Map.entry("org.springframework.jdbc", Level.WARN),
          Map.entry("com.zaxxer.hikari", Level.WARN),
          Map.entry("org.apache.camel.component.sql", Level.WARN),
          Map.entry("org.apache.camel.component.bean", Level.WARN),
          Map.entry("org.apache.camel.component.properties", Level.INFO),
          Map.entry("org.apache.camel.impl.engine.DefaultCamelContextExtension", Level.INFO),
          Map.entry("org.apache.camel.impl.engine.DefaultBeanIntrospection", Level.INFO),
          Map.entry("org.apache.camel.impl.engine.IntrospectionSupport", Level.INFO),
          Map.entry("io.vertx.ext.web", Level.INFO),
          // They quote the exceptions of routes. The bridge logs a failed event itself.
          Map.entry("org.apache.camel.processor", Level.INFO),
          Map.entry("org.apache.camel.processor.errorhandler", Level.OFF),
          // It quotes the message of a failed look-up. The calling route logs the failure.
          Map.entry("org.apache.camel.component.seda.SedaConsumer", Level.OFF));

  private static final PropertyChangeListener ON_CHANGE =
      changed -> {
        if (changed.getSource() instanceof LoggerContext context) {
          guard(context);
        }
      };

  private LogGuard() {}

  /** Sets the levels now, and again after each change of the configuration. */
  public static void install() {
    Database.DRIVER.setLevel(java.util.logging.Level.OFF);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.removePropertyChangeListener(ON_CHANGE);
      context.addPropertyChangeListener(ON_CHANGE);
      guard(context);
    }
  }

  private static void guard(LoggerContext context) {
    Configuration configuration = context.getConfiguration();
    boolean changed = false;
    for (Map.Entry<String, Level> each : LOWEST.entrySet()) {
      changed |= limit(configuration, each.getKey(), each.getValue());
    }
    // This notifies the listener, which then finds nothing to change.
    if (changed) {
      context.updateLoggers();
    }
  }

  /** Limits a logger and the configured loggers below it. */
  private static boolean limit(Configuration configuration, String name, Level lowest) {
    LoggerConfig nearest = configuration.getLoggerConfig(name);
    if (!nearest.getName().equals(name)) {
      configuration.addLogger(name, new LoggerConfig(name, nearest.getLevel(), true));
    }
    boolean changed = false;
    for (Map.Entry<String, LoggerConfig> each : configuration.getLoggers().entrySet()) {
      boolean isGuarded = each.getKey().equals(name) || each.getKey().startsWith(name + ".");
      if (isGuarded && !each.getValue().getLevel().isMoreSpecificThan(lowest)) {
        each.getValue().setLevel(lowest);
        changed = true;
      }
    }
    return changed;
  }
}
