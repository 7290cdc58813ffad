package io.m2mbridge.start;

import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.CaffeineDeliveryRepository;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.inbox.JdbcDeliveryRepository;
import io.m2mbridge.inbox.StoreDelivery;
import io.m2mbridge.jdbc.RolledBackDatabase;
import io.m2mbridge.server.LoopbackServer;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.webhook.NoteDuration;
import io.m2mbridge.webhook.ReadEnvelope;
import io.m2mbridge.webhook.VerifySignature;
import io.m2mbridge.webhook.WebhookSecrets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Sends webhooks to the bridge's own code while the bridge starts, so that the JVM has compiled it
 * when M2M's first one comes.
 *
 * <p>They pass the jar's {@code webhook-*} routes in a Camel context of their own: a listener on a
 * free port of the loopback address, a secret that nobody else knows, and a database transaction
 * that is rolled back. Nothing that a site may edit runs, and no table, metric or log line tells of
 * them.
 */
final class WarmUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private static final List<String> ROUTES =
      List.of(
          "on-failure",
          "webhook-receive",
          "webhook-check",
          "webhook-first-delivery",
          "webhook-answer",
          "webhook-report");

  private final Settings settings;
  private final Duration atMost;

  /** Completes when the tables are there, or immediately without a database. */
  private final CompletableFuture<Void> tables = new CompletableFuture<>();

  private final WarmUpWebhooks webhooks = new WarmUpWebhooks();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private WarmUp(Settings settings, Duration atMost) {
    this.settings = settings;
    this.atMost = atMost;
  }

  /**
   * Begins in a thread of its own.
   *
   * @param atMost how long {@link #await} waits; zero for no warm-up
   */
  static WarmUp begin(Settings settings, Duration atMost) {
    WarmUp warmUp = new WarmUp(settings, atMost);
    if (atMost.isZero()) {
      warmUp.end.complete(null);
    } else {
      Thread thread = new Thread(warmUp::run, "m2m-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
    return warmUp;
  }

  /** Makes it wait for the migration before it sends webhooks. A failed migration ends it. */
  void tablesAreThereAfter(CompletableFuture<Void> migration) {
    migration.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            tables.complete(null);
          } else {
            tables.completeExceptionally(failure);
          }
        });
  }

  /** Waits until the webhooks are answered, but not longer than the setting allows. */
  void await() {
    webhooks.endIn(atMost);
    end.join();
  }

  /** Ends it, because the bridge doesn't start. */
  @Override
  public void close() {
    webhooks.endIn(Duration.ZERO);
    tables.completeExceptionally(new IllegalStateException("the start has failed"));
  }

  private void run() {
    try {
      warm(new DefaultCamelContext(false));
    } catch (CompletionException e) {
      LOG.debug("no warm-up, because the start fails");
    } catch (Exception e) {
      // The bridge works without it.
      LOG.warn("the warm-up ended early: {}", FailureDescription.of(e));
    } finally {
      end.complete(null);
    }
  }

  private void warm(CamelContext context) throws Exception {
    context.getCamelContextExtension().setName("warm-up");
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    context.disableJMX();
    Properties values = new Properties();
    values.setProperty("m2m.deliveries.repository", settings.get("m2m.deliveries.repository"));
    values.setProperty("m2m.http.max-connections", "10");
    PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
    // Such as TLS: the site's own settings don't apply here.
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    properties.setOverrideProperties(values);
    properties.setLocation("classpath:m2m-bridge.properties");
    context.build();
    context.getShutdownStrategy().setTimeout(1);
    LoopbackServer server = LoopbackServer.addTo(context);
    bindBeans(context.getRegistry());
    for (String route : ROUTES) {
      Resource file =
          ResourceHelper.resolveMandatoryResource(
              context, "classpath:routes/" + route + ".camel.yaml");
      PluginHelper.getRoutesLoader(context).loadRoutes(file);
    }
    tables.join();
    if (settings.usesDatabase()) {
      try (RolledBackDatabase database = database()) {
        var repository = new JdbcDeliveryRepository(new Inbox(database));
        warm(context, server, repository, new StoreDelivery(repository));
      }
    } else {
      // Instead of the hand-over to an endpoint of the site.
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:event-forward").process(exchange -> {});
            }
          });
      var repository = new CaffeineDeliveryRepository(10_000, "1h");
      warm(context, server, repository, new StoreDelivery(repository));
    }
  }

  private void warm(
      CamelContext context,
      LoopbackServer server,
      IdempotentRepository repository,
      StoreDelivery store)
      throws Exception {
    Registry beans = context.getRegistry();
    beans.bind("deliveries-" + settings.get("m2m.deliveries.repository"), repository);
    beans.bind("store-delivery", store);
    try {
      context.start();
      int answered = webhooks.sendTo(server.port());
      LOG.debug("the warm-up's {} webhooks were answered", answered);
    } finally {
      // The stop may take seconds, and the bridge needn't wait for it.
      end.complete(null);
      context.stop();
    }
  }

  private void bindBeans(Registry beans) {
    MetricsRegistry metrics = new MetricsRegistry();
    beans.bind("metricsRegistry", metrics);
    // The only logger in the registry is the one of all steps that log.
    beans.bind("no-log", NOPLogger.NOP_LOGGER);
    WebhookSecrets secrets = new WebhookSecrets(metrics);
    secrets.setSecrets(webhooks.secret());
    beans.bind(
        "verify-signature",
        new VerifySignature(secrets, Integer.parseInt(settings.get("m2m.webhook.max-body-size"))));
    beans.bind("read-envelope", new ReadEnvelope(Clock.systemUTC(), "1h", "1h"));
    beans.bind("note-duration", new NoteDuration());
  }

  private RolledBackDatabase database() throws SQLException {
    Properties options = new Properties();
    options.setProperty("user", settings.get("m2m.database.username"));
    options.setProperty("password", settings.get("m2m.database.password"));
    options.setProperty("ApplicationName", "m2m-bridge warm-up");
    options.setProperty("connectTimeout", "2");
    options.setProperty("socketTimeout", "10");
    return RolledBackDatabase.open(settings.get("m2m.database.url"), options);
  }
}
