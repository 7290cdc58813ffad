package io.m2mbridge.dev.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.rule.ReadableValues;
import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.dispatch.DeliveryExchanges;
import io.m2mbridge.failure.FailedStep;
import io.m2mbridge.failure.FailureDescription;
import io.m2mbridge.inbox.ClaimedDelivery;
import io.m2mbridge.jdbc.RolledBackDatabase;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.BridgeCamel;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Starts Camel with the routes of a folder, and runs one event through them. */
final class EventRunner {
  private final String url;
  private final Map<String, String> settings;

  /**
   * @param url the dev profile's database
   * @param settings what differs from {@code application.properties}
   */
  EventRunner(String url, Map<String, String> settings) {
    this.url = url;
    this.settings = settings;
  }

  /** Runs the event that a function chooses. */
  EventRun run(Function<TracedDelivery, ClaimedDelivery> choice) {
    try (RolledBackDatabase database = RolledBackDatabase.open(url, devDatabase())) {
      ClaimedDelivery delivery = choice.apply(new TracedDelivery(database));
      Masking masking = masking(delivery);
      StepRecorder recorder = new StepRecorder(masking);
      Main main = new BridgeCamel();
      Settings.configure(main);
      settings.forEach(main::addOverrideProperty);
      // Neither listens, because the bridge of this folder does.
      main.addOverrideProperty("camel.server.enabled", "false");
      main.addOverrideProperty("camel.management.enabled", "false");
      main.addMainListener(new TracedRoutes(database, url, delivery.lane(), recorder));
      return run(main, delivery, masking, recorder);
    } catch (SQLException e) {
      throw new ConfigurationException(
          "The database of this folder's bridge doesn't answer (SQLSTATE "
              + e.getSQLState()
              + "): start the bridge again.");
    }
  }

  private static Properties devDatabase() {
    Properties options = new Properties();
    options.setProperty("user", DevDatabase.USERNAME);
    options.setProperty("ApplicationName", "m2m-bridge trace");
    // A statement that fails must not end the transaction.
    options.setProperty("autosave", "always");
    return options;
  }

  private Masking masking(ClaimedDelivery delivery) {
    Settings own = Settings.of(Settings.FILE);
    settings.forEach(own::override);
    Object event = Values.json(new String(body(delivery), UTF_8));
    Masking masking =
        new Masking(
            event instanceof Map<?, ?> map ? map : Map.of(),
            ReadableValues.words(SiteCheck.read(own)));
    masking.allow(delivery.eventKey());
    return masking;
  }

  private static byte[] body(ClaimedDelivery delivery) {
    return Objects.requireNonNull(delivery.body(), "none without a body is claimed");
  }

  @SuppressWarnings("try") // it is only closed
  private static EventRun run(
      Main main, ClaimedDelivery delivery, Masking masking, StepRecorder recorder) {
    try (QuietLog log = new QuietLog()) {
      try {
        main.start();
        return run(main.getCamelContext(), delivery, masking, recorder);
      } catch (Exception e) {
        throw RuntimeCamelException.wrapRuntimeException(e);
      } finally {
        main.stop();
        main.shutdown();
      }
    }
  }

  private static EventRun run(
      CamelContext context, ClaimedDelivery delivery, Masking masking, StepRecorder recorder)
      throws Exception {
    context.getShutdownStrategy().setTimeout(1);
    Exchange exchange = new DefaultExchange(context);
    FailedStep.watch(exchange);
    DeliveryExchanges exchanges = new DeliveryExchanges();
    exchanges.name(exchange, delivery);
    exchanges.fill(exchange, delivery);
    boolean hasEnded = hasEnded(context, exchange);
    Throwable failure = hasEnded ? exchange.getException() : null;
    return new EventRun(
        delivery.eventKey(),
        masking.body(body(delivery)),
        recorder.steps(),
        failure == null ? null : describe(failure, exchange),
        hasEnded);
  }

  private static boolean hasEnded(CamelContext context, Exchange exchange)
      throws InterruptedException, ExecutionException {
    ProducerTemplate template = context.createProducerTemplate();
    CompletableFuture<Exchange> end = template.asyncSend(TracedRoutes.ENTRY, exchange);
    try {
      end.get(EventRun.TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static @Nullable String describe(Throwable failure, Exchange exchange) {
    return FailureDescription.of(failure, FailedStep.of(exchange, failure));
  }
}
