package io.m2mbridge.tracing;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.jspecify.annotations.Nullable;

/**
 * A part of an exchange's way that has a span of its own. The parts around it follow as a list, so
 * that copies of the exchange share them.
 *
 * @param endpoint what the part receives from, or sends to
 * @param headers the headers that carry the trace to the other side
 * @param around null where the part is the first one
 */
record TracedPart(Span span, Endpoint endpoint, Set<String> headers, @Nullable TracedPart around) {
  private static final String PROPERTY = "m2mTracedPart";

  /** Returns the innermost part that the exchange is in; null where it isn't traced. */
  static @Nullable TracedPart of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, TracedPart.class);
  }

  void enter(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  void leave(Exchange exchange) {
    exchange.setProperty(PROPERTY, around);
    headers.forEach(exchange.getMessage()::removeHeader);
  }
}
