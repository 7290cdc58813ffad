package io.m2mbridge.library;

import io.m2mbridge.check.ConsoleCheck;
import io.m2mbridge.check.MisreadSettings;
import io.m2mbridge.check.RouteWarnings;
import io.m2mbridge.check.RoutesCheck;
import io.m2mbridge.check.SettingCombinationsCheck;
import io.m2mbridge.check.SettingValuesCheck;
import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.UserDataCheck;
import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.database.Database;
import io.m2mbridge.failure.FailedSteps;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.RefusedRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the bridge to another Camel application. The application has its own HTTP server,
 * management, logging and, normally, {@code DataSource}; {@code Startup} provides these for a
 * bridge that runs alone.
 */
final class Library {
  private static final Logger LOG = LoggerFactory.getLogger(Library.class);
  private static final String ENABLED = "m2m.routes.enabled";
  private static final String FIRST_ROUTE = "webhook-receive";
  private static final long LONGEST_POOL_TIMEOUT_MILLIS = 5_000;

  private final CamelContext context;
  private final Settings settings;
  private final Registry registry;

  Library(CamelContext context) {
    this.context = context;
    this.settings = new Settings(context);
    this.registry = context.getRegistry();
  }

  /**
   * Adds the routes if {@code m2m.routes.enabled} is true.
   *
   * @throws ConfigurationException if the settings, the database or the routes are invalid
   */
  void addRoutes() {
    if (!isEnabled()) {
      return;
    }
    if (((ModelCamelContext) context).getRouteDefinition(FIRST_ROUTE) != null) {
      throw new ConfigurationException(
          "The route "
              + FIRST_ROUTE
              + " exists already, and m2m.routes.enabled would add it again: load the routes by one"
              + " of the two, m2m.routes.enabled or Camel's include pattern.");
    }
    settings.addDefaults();
    settings.takeVariables();
    settings.hideSecrets();
    ConfigurationException.throwIfAny(MisreadSettings.within(settings));
    settings.ignoreBlank();
    ConfigurationException.throwIfAny(settings.readSecrets());
    SiteCheck.beforeStart(settings);
    DataSource dataSource = adopt("dataSource", DataSource.class);
    ConfigurationException.throwIfAny(
        SettingValuesCheck.mistakesWithin(settings::get, dataSource != null));
    if (adopt(ConsoleRoles.BEAN, ConsoleRoles.class) == null) {
      ConsoleCheck.users(settings);
    }
    SettingCombinationsCheck.warnings(settings).forEach(LOG::warn);
    if (adopt("metricsRegistry", MeterRegistry.class) == null) {
      registry.bind("metricsRegistry", new SimpleMeterRegistry());
    }
    if (settings.usesDatabase()) {
      if (dataSource == null) {
        Database.migrate(settings);
      } else {
        warnOfLongTimeout(dataSource);
        Database.migrate(settings, Database.reachable(dataSource));
      }
    }
    FailedSteps.watch(context);
    if (settings.get("m2m.console.enabled").equals("true")) {
      RefusedRequests.watchRoutes(context);
    }
    RoutesCheck check = RoutesCheck.within(context);
    load();
    ConfigurationException.throwIfAny(SiteCheck.ofModelSince(check, settings));
    if (settings.usesDatabase()) {
      UserDataCheck.check(context);
    }
  }

  private void load() {
    try {
      new LibraryRoutes(context).load(settings.get("m2m.routes.folder"));
    } catch (RuntimeException e) {
      SiteCheck.explain(e, settings);
      throw e;
    }
  }

  /** Warns of what is wrong with the routes, some seconds after the start. */
  void warnOfRoutes() {
    if (settings.get(ENABLED).equals("true")) {
      RouteWarnings.logLater(context);
    }
  }

  private boolean isEnabled() {
    String enabled = settings.get(ENABLED);
    if (!enabled.matches("true|false|")) {
      throw new ConfigurationException(
          "m2m.routes.enabled (M2M_ROUTES_ENABLED) is not true or false: set one of the two.");
    }
    if (enabled.isEmpty() && !settings.get("m2m.webhook.secret").isEmpty()) {
      LOG.warn(
          "m2m.webhook.secret is set, but webhooks are not received: set m2m.routes.enabled to true,"
              + " or to false if this is intended");
    }
    return enabled.equals("true");
  }

  /**
   * Warns of a pool with a long connection timeout, if the pool has that property. HikariCP's
   * default is 30 seconds.
   */
  private void warnOfLongTimeout(DataSource dataSource) {
    Object wait =
        PluginHelper.getBeanIntrospection(context)
            .getOrElseProperty(dataSource, "connectionTimeout", null, false);
    if (wait instanceof Long millis && millis > LONGEST_POOL_TIMEOUT_MILLIS) {
      LOG.warn(
          "the pool of the DataSource waits {} ms for a connection: set its connection timeout to about"
              + " 2 seconds, or webhooks are answered late while the database is unreachable",
          millis);
    }
  }

  /**
   * Returns the application's bean of that name, else its only bean of that type, which is then
   * bound to the name; null if there is neither.
   */
  private <T> @Nullable T adopt(String name, Class<T> type) {
    T named = registry.lookupByNameAndType(name, type);
    if (named != null) {
      return named;
    }
    T only = registry.findSingleByType(type);
    if (only != null) {
      registry.bind(name, only);
    }
    return only;
  }
}
