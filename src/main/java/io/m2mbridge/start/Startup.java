package io.m2mbridge.start;

import io.m2mbridge.check.MisreadSettings;
import io.m2mbridge.check.PortsCheck;
import io.m2mbridge.check.RoutesCheck;
import io.m2mbridge.check.SettingsCheck;
import io.m2mbridge.check.SettingsRules;
import io.m2mbridge.check.UserDataCheck;
import io.m2mbridge.database.Database;
import io.m2mbridge.dev.CommandFile;
import io.m2mbridge.dev.Demo;
import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.dev.DevWelcome;
import io.m2mbridge.failure.FailedSteps;
import io.m2mbridge.jdbc.CancellingPool;
import io.m2mbridge.library.FormerRoutes;
import io.m2mbridge.library.LibraryRoutes;
import io.m2mbridge.reply.ApiOrigin;
import io.m2mbridge.server.TlsFiles;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
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

/** Checks the settings before anything is built, and the routes before anything runs. */
public final class Startup extends MainListenerSupport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  /** What Camel has by itself. */
  private static final int CAMELS_EXTRA_SECONDS = 15;

  private int mostAccepted = Integer.MAX_VALUE;
  private @Nullable DevDatabase devDatabase;
  private Demo.@Nullable Running demo;

  /** Under way while Camel reads the routes; null without a database. */
  private @Nullable CompletableFuture<Void> migration;

  @Override
  public void beforeConfigure(BaseMainSupport main) {
    FailedSteps.watch(main.getCamelContext());
    Settings settings = new Settings(main.getCamelContext());
    ConfigurationException.throwIfAny(MisreadSettings.of(settings));
    settings.ignoreBlank();
    ConfigurationException.throwIfAny(settings.readSecrets());
    ConfigurationException.throwIfAny(
        RoutesFolder.mistakes(settings.get("camel.main.routesIncludePattern")));
    if (Settings.isDev() && settings.get("m2m.database.url").isEmpty() && settings.usesDatabase()) {
      devDatabase = DevDatabase.start(DevDatabase.FOLDER);
      settings.override("m2m.database.url", devDatabase.url());
      settings.override("m2m.database.username", devDatabase.username());
    }
    ConfigurationException.throwIfAny(SettingsCheck.mistakes(settings::get));
    SettingsRules.warnings(settings).forEach(LOG::warn);
    mostAccepted = FileLimit.respect(settings);
    TlsFiles tls = TlsFiles.in(settings::get);
    if (tls == null) {
      warnOfPlainHttp(settings);
    } else {
      warnOfTime(tls.certificate());
    }
    ConfigurationException.throwIfAny(PortsCheck.mistakes(settings));
    if (settings.usesDatabase()) {
      // First, as the beans of the routes read what it makes of the URL.
      DataSource database = Database.reachable(settings);
      // By a thread with this one's class loader, as those of the common pool may not have it.
      migration =
          CompletableFuture.runAsync(
              () -> Database.migrate(settings, database),
              task -> new Thread(task, "migration").start());
    }
    limitShutdown(settings);
  }

  /** How many connections the limit of open files leaves room for. */
  public int mostAccepted() {
    return mostAccepted;
  }

  /** The JVM waits for the stop as long as Camel tells it to, which knows of no delay. */
  private static void limitShutdown(Settings settings) {
    settings.override(
        "camel.main.shutdownTimeout",
        String.valueOf(Math.max(1, seconds(settings, "m2m.shutdown.timeout"))));
    settings.override(
        "camel.main.extraShutdownTimeout",
        String.valueOf(CAMELS_EXTRA_SECONDS + seconds(settings, "m2m.shutdown.delay")));
  }

  /** Whole ones, rounded up, as Camel wants them. */
  private static long seconds(Settings settings, String key) {
    return (TimeUtils.toMilliSeconds(settings.get(key)) + 999) / 1000;
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    awaitMigration();
    CamelContext context = main.getCamelContext();
    try {
      new LibraryRoutes(context).addMissingBeans();
      FormerRoutes.addTo(context);
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
    // Its own way is to write every header and body, the tracer's loggers being named after files.
    context.getTracer().setExchangeFormatter(Startup::traced);
    Settings settings = new Settings(context);
    if (settings.usesDatabase()) {
      CancellingPool.prepare(pool(context));
    }
    ConfigurationException.throwIfAny(RoutesCheck.mistakes(context, settings.usesDatabase()));
    if (settings.usesDatabase()) {
      UserDataCheck.check(context);
    }
  }

  private void awaitMigration() {
    if (migration != null) {
      try {
        migration.join();
      } catch (CompletionException e) {
        throw RuntimeCamelException.wrapRuntimeException(e.getCause());
      }
    }
  }

  /** What camel.main.tracing tells of an exchange. */
  private static String traced(Exchange exchange) {
    return "key=" + exchange.getVariable("eventKey");
  }

  @Override
  public void afterStart(BaseMainSupport main) {
    if (!Settings.isDev()) {
      return;
    }
    CommandFile.write();
    Settings settings = new Settings(main.getCamelContext());
    Runnable welcome = () -> DevWelcome.print(settings);
    Optional<Demo> played =
        devDatabase != null && isDemo(settings) ? Demo.find() : Optional.empty();
    if (played.isPresent()) {
      demo = played.get().start(demonstrated(settings, main.getCamelContext()), welcome);
    } else {
      welcome.run();
    }
  }

  /** Whether the demo is wanted, and M2M's API may be played where the bridge looks for it. */
  private static boolean isDemo(Settings settings) {
    boolean isWanted = settings.get("m2m.demo").equals("true");
    URI api = URI.create(settings.get("m2m.api.base-url"));
    // Plain HTTP is for loopback alone.
    boolean isHere = ApiOrigin.of(api.toString()).scheme().equals("http") && api.getPort() > 0;
    if (isWanted && TlsFiles.in(settings::get) != null) {
      LOG.info("no demo: it plays M2M by plain HTTP, and m2m.http.tls is set");
      return false;
    }
    if (isWanted && !isHere) {
      LOG.info(
          "no demo: m2m.api.base-url is {}, which isn't http with an address and port of this machine",
          api);
    }
    return isWanted && isHere;
  }

  /** The one that the routes use. */
  private static DataSource pool(CamelContext context) {
    return context.getRegistry().lookupByNameAndType("dataSource", DataSource.class);
  }

  private static Demo.Bridge demonstrated(Settings settings, CamelContext context) {
    return new Demo.Bridge(
        DevWelcome.webhooks(settings),
        Signature.secretsIn(settings.get("m2m.webhook.secret")).get(0),
        settings.get("m2m.api.key"),
        URI.create(settings.get("m2m.api.base-url")),
        pool(context),
        context);
  }

  @Override
  public void beforeStop(BaseMainSupport main) {
    if (demo != null) {
      demo.close();
    }
  }

  /** Once Camel has stopped, or hasn't come up. */
  @Override
  public void close() {
    if (devDatabase != null) {
      devDatabase.stop();
    }
  }

  private static void warnOfPlainHttp(Settings settings) {
    String host = settings.get("m2m.http.host");
    if (!List.of("127.0.0.1", "localhost", "::1").contains(host)) {
      LOG.warn(
          "webhooks are received by plain HTTP on {}: put TLS before it, as M2M calls https only",
          host);
    }
  }

  /** It may yet be renewed while the bridge runs. */
  private static void warnOfTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      LOG.warn(
          "the certificate of m2m.http.tls expired at {}: renew it, or M2M will refuse it",
          certificate.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      LOG.warn(
          "the certificate of m2m.http.tls is good only from {}: M2M will refuse it until then",
          certificate.getNotBefore().toInstant());
    }
  }
}
