package io.m2mbridge.check;

import io.m2mbridge.settings.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the findings in the routes of a bridge that runs. */
public final class RouteWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(RouteWarnings.class);

  private static final int AFTER_SECONDS = 10;

  private RouteWarnings() {}

  /** Warns of all findings, later, so that the check takes no time from the first webhooks. */
  public static void logLater(CamelContext context) {
    // Threads of the common pool may have another class loader than the application's.
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    CompletableFuture.delayedExecutor(
            Settings.isDev() ? 0 : AFTER_SECONDS, TimeUnit.SECONDS, task -> start(task, loader))
        .execute(() -> log(context));
  }

  private static void start(Runnable task, ClassLoader loader) {
    Thread thread = new Thread(task, "m2m-check");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
  }

  private static void log(CamelContext context) {
    if (context.isStarted()) {
      SiteCheck.ofRoutes(new Settings(context)).forEach(each -> LOG.warn("{}", each.line()));
    }
  }
}
