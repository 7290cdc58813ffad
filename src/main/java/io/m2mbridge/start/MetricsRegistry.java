package io.m2mbridge.start;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The registry behind {@code /observe/metrics}, found by Camel under the name {@code
 * metricsRegistry}. It leaves out the label {@code camelContext}: there is one context, and its
 * name tells nothing.
 */
public final class MetricsRegistry extends PrometheusMeterRegistry {
  /** Creates an empty registry. */
  public MetricsRegistry() {
    super(PrometheusConfig.DEFAULT);
    config().meterFilter(MeterFilter.ignoreTags("camelContext"));
  }
}
