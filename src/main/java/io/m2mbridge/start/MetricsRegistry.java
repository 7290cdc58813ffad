package io.m2mbridge.start;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The meter registry of {@code /observe/metrics}. Camel finds it by the name {@code
 * metricsRegistry}. It omits the label {@code camelContext}, because there is only one context.
 */
public final class MetricsRegistry extends PrometheusMeterRegistry {
  /** Creates an empty registry. */
  public MetricsRegistry() {
    super(PrometheusConfig.DEFAULT);
    config().meterFilter(MeterFilter.ignoreTags("camelContext"));
  }
}
