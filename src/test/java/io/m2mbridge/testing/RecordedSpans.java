package io.m2mbridge.testing;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The spans that bridges of this JVM export, where they have {@link #SETTINGS}. */
public final class RecordedSpans implements ConfigurableSpanExporterProvider {
  public static final Map<String, String> SETTINGS =
      Map.of(
          "camel.opentelemetry2.enabled", "true",
          "otel.traces.exporter", "recorded",
          "otel.bsp.schedule.delay", "50");

  private static final Queue<SpanData> SPANS = new ConcurrentLinkedQueue<>();

  public static List<SpanData> all() {
    return List.copyOf(SPANS);
  }

  public static void clear() {
    SPANS.clear();
  }

  @Override
  public String getName() {
    return "recorded";
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        SPANS.addAll(spans);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }
}
