package io.m2mbridge.start;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.tracing.BridgeTracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * OpenTelemetry's SDK for a bridge that runs alone. Its own settings {@code otel.*} and variables
 * {@code OTEL_*} configure it. It exports spans by OTLP over HTTP, unless they say otherwise.
 */
final class Traces {
  private static final String CAMEL = "camel.opentelemetry2.";
  private static final Pattern SETTING = Pattern.compile("otel\\.[a-z0-9._-]*[a-z0-9]");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "m2m-bridge",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.propagators", "tracecontext",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private Traces() {}

  /**
   * If traces are on, starts the SDK and binds the tracer, which Camel then takes instead of its
   * own. The SDK exports the spans that are left when Camel stops.
   *
   * @throws ConfigurationException where the SDK refuses its settings
   */
  static void startIfOn(Settings settings) {
    if (isOn(settings)) {
      start(settings.context());
    }
  }

  private static void start(CamelContext context) {
    ExportFailures.install();
    OpenTelemetrySdk sdk = sdk(context);
    context.getRegistry().bind("openTelemetryTracer", sdk.getTracer("io.m2mbridge"));
    context.getRegistry().bind("openTelemetryPropagators", sdk.getPropagators());
    context.getRegistry().bind("bridgeTracer", new BridgeTracer());
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            sdk.close();
          }
        });
  }

  private static OpenTelemetrySdk sdk(CamelContext context) {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .addPropertiesSupplier(() -> properties(context))
          .disableShutdownHook()
          .build()
          .getOpenTelemetrySdk();
    } catch (RuntimeException e) {
      throw new ConfigurationException(sentence(e));
    }
  }

  /** As Camel decides: one of its settings without {@code enabled} enables it too. */
  private static boolean isOn(Settings settings) {
    String enabled = settings.get(CAMEL + "enabled");
    return enabled.isEmpty()
        ? names(settings.context()).anyMatch(name -> name.startsWith(CAMEL))
        : enabled.equals("true");
  }

  private static Stream<String> names(CamelContext context) {
    return context.getPropertiesComponent().loadProperties().stringPropertyNames().stream();
  }

  private static Map<String, String> properties(CamelContext context) {
    Settings settings = new Settings(context);
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    names(context)
        .filter(name -> name.startsWith("otel."))
        .forEach(name -> properties.put(name, settings.get(name)));
    return properties;
  }

  /** The SDK's message quotes the value, which can be a token. */
  private static String sentence(RuntimeException failure) {
    String setting = setting(String.valueOf(failure.getMessage()));
    return "OpenTelemetry refuses "
        + setting
        + " ("
        + Settings.variable(setting)
        + "): correct it, or set camel.opentelemetry2.enabled to false.";
  }

  private static String setting(String message) {
    Matcher named = SETTING.matcher(message);
    if (named.find()) {
      return named.group();
    }
    // The package has no gRPC.
    return message.contains("protocol") || message.contains("GrpcSender")
        ? "otel.exporter.otlp.protocol"
        : "otel.exporter.otlp.endpoint";
  }
}
