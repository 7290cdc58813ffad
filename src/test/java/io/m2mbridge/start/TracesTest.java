package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.util.Map;
import org.apache.camel.spi.CamelTracingService;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static int tracers(Map<String, String> properties) {
    Settings settings = Settings.of("file:none.properties;optional=true");
    properties.forEach(settings::override);
    Traces.startIfOn(settings);
    int tracers = settings.context().getRegistry().findByType(CamelTracingService.class).size();
    settings.context().stop();
    return tracers;
  }

  @Test
  void areOffUnlessCamelsSettingEnablesThem() {
    assertEquals(0, tracers(Map.of()));
    assertEquals(0, tracers(Map.of("camel.opentelemetry2.enabled", "false")));
    assertEquals(
        1, tracers(Map.of("camel.opentelemetry2.enabled", "true", "otel.traces.exporter", "none")));
  }

  /** Camel would enable its own tracer by any of its settings. */
  @Test
  void areOnWithAnyOtherSettingOfCamelsTracer() {
    assertEquals(
        1,
        tracers(
            Map.of(
                "camel.opentelemetry2.traceProcessors", "true", "otel.traces.exporter", "none")));
  }

  @Test
  void refuseGrpc() {
    assertThrows(
        ConfigurationException.class,
        () ->
            tracers(
                Map.of(
                    "camel.opentelemetry2.enabled",
                    "true",
                    "otel.exporter.otlp.protocol",
                    "grpc")));
  }

  @Test
  void refuseAWrongSettingWithoutItsValue() {
    for (String setting :
        new String[] {
          "otel.traces.exporter",
          "otel.exporter.otlp.headers",
          "otel.exporter.otlp.endpoint",
          "otel.exporter.otlp.protocol",
          "otel.traces.sampler"
        }) {
      ConfigurationException refused =
          assertThrows(
              ConfigurationException.class,
              () ->
                  tracers(Map.of("camel.opentelemetry2.enabled", "true", setting, "planted value")),
              setting);
      assertEquals(
          "OpenTelemetry refuses "
              + setting
              + " ("
              + Settings.variable(setting)
              + "): correct it, or set camel.opentelemetry2.enabled to false.",
          refused.getMessage());
    }
  }
}
