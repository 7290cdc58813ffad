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
 * Keeps libraries from printing what nobody should read in a log, whatever configuration a site
 * brings: below these levels they print the API key, the settings, bodies, and the values of
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
          // They quote the exceptions of routes; what fails on an event the bridge logs by itself.
          Map.entry("org.apache.camel.processor", Level.INFO),
          Map.entry("org.apache.camel.processor.errorhandler", Level.OFF),
          // It quotes the message of whatever a look-up failed with; the route that asked says so.
          Map.entry("org.apache.camel.component.seda.SedaConsumer", Level.OFF));

  private static final PropertyChangeListener AGAIN =
      changed -> {
        if (changed.getSource() instanceof LoggerContext context) {
          guard(context);
        }
      };

  private LogGuard() {}

  /** From now on, also after the configuration is read anew. */
  public static void install() {
    Database.DRIVER.setLevel(java.util.logging.Level.OFF);
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.removePropertyChangeListener(AGAIN);
      context.addPropertyChangeListener(AGAIN);
      guard(context);
    }
  }

  private static void guard(LoggerContext context) {
    Configuration configuration = context.getConfiguration();
    boolean changed = false;
    for (Map.Entry<String, Level> each : LOWEST.entrySet()) {
      changed |= limit(configuration, each.getKey(), each.getValue());
    }
    // It tells the listener, which then has nothing to change.
    if (changed) {
      context.updateLoggers();
    }
  }

  /** The logger, and those below it that the configuration names. */
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
