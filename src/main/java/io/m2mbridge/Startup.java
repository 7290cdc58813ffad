package io.m2mbridge;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings before anything is built, and the routes before anything runs. */
final class Startup extends MainListenerSupport {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private @Nullable DevDatabase devDatabase;

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    Settings settings = new Settings(main.getCamelContext());
    settings.ignoreBlank();
    ConfigurationException.throwIfAny(
        RoutesFolder.mistakes(settings.get("camel.main.routesIncludePattern")));
    if (Settings.isDev() && settings.get("m2m.database.url").isEmpty() && usesDatabase(settings)) {
      devDatabase = DevDatabase.start(DevDatabase.FOLDER);
      settings.override("m2m.database.url", devDatabase.url());
      settings.override("m2m.database.username", devDatabase.username());
    }
    ConfigurationException.throwIfAny(SettingsCheck.mistakes(settings::get));
    ConfigurationException.throwIfAny(PortsCheck.mistakes(settings));
    if (usesDatabase(settings)) {
      Database.migrate(settings);
    }
    limitShutdown(settings);
    warnOfPlainHttp(settings);
  }

  /** In whole seconds, rounded up, as Camel wants it. */
  private static void limitShutdown(Settings settings) {
    long millis = TimeUtils.toMilliSeconds(settings.get("m2m.shutdown.timeout"));
    settings.override(
        "camel.main.shutdownTimeout", String.valueOf(Math.max(1, (millis + 999) / 1000)));
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    CamelContext context = main.getCamelContext();
    ConfigurationException.throwIfAny(
        RoutesCheck.mistakes(context, usesDatabase(new Settings(context))));
  }

  @Override
  public void afterStart(BaseMainSupport main) {
    if (Settings.isDev()) {
      System.out.println(DevWelcome.text(new Settings(main.getCamelContext())));
    }
  }

  @Override
  public void afterStop(BaseMainSupport main) {
    if (devDatabase != null) {
      devDatabase.stop();
    }
  }

  private static boolean usesDatabase(Settings settings) {
    return settings.get("m2m.deliveries.repository").equals("jdbc");
  }

  private static void warnOfPlainHttp(Settings settings) {
    String host = settings.get("m2m.http.host");
    if (!List.of("127.0.0.1", "localhost", "::1").contains(host)) {
      LOG.warn(
          "webhooks are received by plain HTTP on {}: put TLS before it, as M2M calls https only",
          host);
    }
  }
}
