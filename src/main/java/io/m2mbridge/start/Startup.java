package io.m2mbridge.start;

import io.m2mbridge.check.ConsoleCheck;
import io.m2mbridge.check.MisreadSettings;
import io.m2mbridge.check.PortsCheck;
import io.m2mbridge.check.RouteWarnings;
import io.m2mbridge.check.SettingCombinationsCheck;
import io.m2mbridge.check.SettingValuesCheck;
import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.UserDataCheck;
import io.m2mbridge.database.Database;
import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.dev.DevProfile;
import io.m2mbridge.dispatch.EffectsOncePolicy;
import io.m2mbridge.failure.FailedSteps;
import io.m2mbridge.jdbc.CancellingPool;
import io.m2mbridge.jdbc.LaterConnections;
import io.m2mbridge.jdbc.ParsedStatements;
import io.m2mbridge.library.FormerRoutes;
import io.m2mbridge.library.LibraryRoutes;
import io.m2mbridge.server.Loopback;
import io.m2mbridge.server.TlsFiles;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.SettingsComponent;
import io.m2mbridge.webhook.RefusedRequests;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings before anything is built, and the routes before any of them runs. */
public final class Startup extends MainListenerSupport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private int mostAccepted = Integer.MAX_VALUE;
  private @Nullable DevDatabase devDatabase;
  private @Nullable DevProfile devProfile;

  /**
   * The migration, which runs while Camel reads the routes. It is complete from the beginning
   * without a database.
   */
  private CompletableFuture<Void> migration = CompletableFuture.completedFuture(null);

  /** The check of the routes' files, which runs while Camel reads them; completed without one. */
  private CompletableFuture<Void> check = CompletableFuture.completedFuture(null);

  /** Null before it begins. */
  private @Nullable WarmUp warmUp;

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    FailedSteps.watch(main.getCamelContext());
    Settings settings = new Settings(main.getCamelContext());
    ConfigurationException.throwIfAny(MisreadSettings.of(settings));
    settings.ignoreBlank();
    ConfigurationException.throwIfAny(settings.readSecrets());
    ConfigurationException.throwIfAny(
        RoutesFolder.mistakes(settings.get("camel.main.routesIncludePattern")));
    check = inBackground("check", () -> SiteCheck.beforeStart(settings));
    prepare(settings);
    if (SettingsComponent.hasSettingsOfItsOwn(settings.context())) {
      // Camel changes its sources of settings by them, which the check reads.
      awaitCheck();
    }
  }

  /**
   * Waits until the routes' files are checked. What is wrong in them comes before what fails
   * because of it.
   *
   * @throws ConfigurationException if there are findings, a line each
   */
  public void awaitCheck() {
    await(check);
  }

  /**
   * The new thread inherits this thread's class loader; threads of the common pool may not have it.
   */
  private static CompletableFuture<Void> inBackground(String name, Runnable task) {
    return CompletableFuture.runAsync(task, run -> new Thread(run, name).start());
  }

  private static void await(CompletableFuture<Void> task) {
    try {
      task.join();
    } catch (CompletionException e) {
      throw RuntimeCamelException.wrapRuntimeException(e.getCause());
    }
  }

  private void prepare(Settings settings) {
    if (Settings.isDev() && settings.get("m2m.database.url").isEmpty() && settings.usesDatabase()) {
      devDatabase = DevDatabase.start(DevDatabase.FOLDER);
      settings.override("m2m.database.url", devDatabase.url());
      settings.override("m2m.database.username", devDatabase.username());
    }
    ConfigurationException.throwIfAny(SettingValuesCheck.mistakes(settings::get));
    ConsoleCheck.users(settings);
    SettingCombinationsCheck.warnings(settings).forEach(LOG::warn);
    mostAccepted = FileLimit.respect(settings);
    TlsFiles tls = TlsFiles.in(settings::get);
    if (tls == null) {
      warnOfPlainHttp(settings);
    } else {
      warnOfTime(tls.certificate());
    }
    ConfigurationException.throwIfAny(PortsCheck.mistakes(settings));
    // It begins before the database is looked for, because it loads classes meanwhile.
    warmUp = WarmUp.begin(settings, TimeUtils.toDuration(settings.get("m2m.start.warm-up")));
    Traces.startIfOn(settings);
    if (settings.usesDatabase()) {
      // This comes first because it changes the URL that the routes' beans read.
      DataSource database = Database.reachable(settings);
      migration =
          inBackground(
              "migration",
              () -> {
                // A bridge that doesn't start must not change the tables of those that run.
                await(check);
                Database.migrate(settings, database);
              });
    }
    warmUp.tablesAreThereAfter(migration);
    ShutdownTimeouts.set(settings);
  }

  /** Returns the maximum number of open connections that the limit of open files allows. */
  public int mostAccepted() {
    return mostAccepted;
  }

  /** Waits until the code that receives webhooks is warm, at most for m2m.start.warm-up. */
  public void awaitWarmUp() {
    if (warmUp != null) {
      warmUp.await();
    }
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    awaitCheck();
    CamelContext context = main.getCamelContext();
    try {
      new LibraryRoutes(context).addMissingBeans();
      FormerRoutes.addTo(context);
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
    // By default the tracer logs every header and body. Its loggers are named after files.
    context.getTracer().setExchangeFormatter(Startup::traced);
    Settings settings = new Settings(context);
    CompletableFuture<Void> userData = migration;
    if (settings.usesDatabase()) {
      DataSource pool = context.getRegistry().lookupByNameAndType("dataSource", DataSource.class);
      CancellingPool.prepare(pool);
      LaterConnections.prepare(pool);
      context.getCamelContextExtension().registerEndpointCallback(ParsedStatements.forEndpoints());
      userData =
          inBackground(
              "check",
              () -> {
                await(migration);
                UserDataCheck.check(context);
              });
      if (!Settings.isDev()) {
        // A saved edit of one route is taken in the dev profile, so steps don't stay as shipped.
        context
            .getRegistry()
            .findByType(EffectsOncePolicy.class)
            .forEach(policy -> policy.share(context));
      }
    }
    ConfigurationException.throwIfAny(ConsoleCheck.missingRoute(context));
    if (settings.get("m2m.console.enabled").equals("true")) {
      RefusedRequests.addTo(context);
    }
    List<String> mistakes = SiteCheck.ofModel(context);
    // Otherwise a mistake in the routes would end the process while the migration runs.
    await(migration);
    ConfigurationException.throwIfAny(mistakes);
    await(userData);
  }

  /** Returns the text that {@code camel.main.tracing} logs about an exchange. */
  private static String traced(Exchange exchange) {
    return "key=" + exchange.getVariable("eventKey");
  }

  @Override
  public void afterStart(BaseMainSupport main) {
    RouteWarnings.logLater(main.getCamelContext());
    if (Settings.isDev()) {
      devProfile = DevProfile.start(main.getCamelContext(), devDatabase != null);
    }
  }

  @Override
  public void beforeStop(BaseMainSupport main) {
    if (devProfile != null) {
      devProfile.close();
    }
  }

  /** Stops the dev database. Call it after Camel has stopped, or has failed to start. */
  @Override
  public void close() {
    if (warmUp != null) {
      warmUp.close();
    }
    if (devDatabase != null) {
      devDatabase.stop();
    }
  }

  private static void warnOfPlainHttp(Settings settings) {
    String host = settings.get("m2m.http.host");
    if (!Loopback.isHost(host)) {
      LOG.warn(
          "webhooks are received over plain HTTP on {}: put a TLS proxy in front, because M2M calls https only",
          host);
    }
  }

  /** Only warns, because the certificate may be renewed while the bridge runs. */
  private static void warnOfTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      LOG.warn(
          "the certificate of m2m.http.tls expired at {}: renew it, or M2M will refuse it",
          certificate.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      LOG.warn(
          "the certificate of m2m.http.tls is valid only from {}: M2M will refuse it until then",
          certificate.getNotBefore().toInstant());
    }
  }
}
