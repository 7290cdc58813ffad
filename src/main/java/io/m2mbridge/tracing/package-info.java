/**
 * Traces of events for OpenTelemetry, off by default.
 *
 * <p>Begin with {@link io.m2mbridge.tracing.BridgeTracer}. Only it needs OpenTelemetry's classes.
 */
@NullMarked
package io.m2mbridge.tracing;

import org.jspecify.annotations.NullMarked;
