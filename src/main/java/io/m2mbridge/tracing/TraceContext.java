package io.m2mbridge.tracing;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The trace that an exchange belongs to, as the text of W3C's header {@code traceparent}. It is
 * stored with a delivery, so that each attempt continues the trace of its webhook, on any node.
 */
public final class TraceContext {
  private static final String PROPERTY = "m2mTraceparent";

  private TraceContext() {}

  /** Returns the exchange's trace; null where it isn't traced. */
  public static @Nullable String of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, String.class);
  }

  /**
   * Makes an exchange that hasn't reached its route yet continue a trace.
   *
   * @param traceparent null where there is no trace to continue
   */
  public static void set(Exchange exchange, @Nullable String traceparent) {
    if (traceparent != null) {
      exchange.setProperty(PROPERTY, traceparent);
    }
  }
}
