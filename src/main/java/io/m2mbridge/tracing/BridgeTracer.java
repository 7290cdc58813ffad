package io.m2mbridge.tracing;

import io.m2mbridge.failure.FailedStep.Place;
import io.m2mbridge.failure.FailureDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.telemetry.Op;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.propagation.CamelHeadersSpanContextPropagationExtractor;
import org.apache.camel.telemetry.propagation.CamelHeadersSpanContextPropagationInjector;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's tracer with spans that hold no personal value. Camel's own spans have messages of
 * exceptions, log lines, and URIs with their parameters. These have names of routes and steps,
 * event keys, counts and statuses, and the words of {@link FailureDescription}.
 *
 * <p>There is a span for each webhook, each attempt of an event, and each call that a step makes to
 * another system. An attempt continues the trace of its webhook. The header {@code traceparent} of
 * a webhook is ignored, because anybody could have sent it. Calls to M2M don't have that header.
 *
 * <p>Another application traces with it by having it as a bean.
 */
public final class BridgeTracer extends OpenTelemetryTracer {
  /** Endpoints within a process, which would only repeat the spans around them. */
  private static final String WITHIN =
      "bean:*,class:*,direct:*,kamelet:*,log:*,micrometer:*,seda:*";

  /** Routes that begin without an event. */
  private static final String WITHOUT_EVENT = "scheduler:*,timer:*";

  private static final String WEBHOOKS = "platform-http:///webhooks/m2m";

  /** The variables that a span may show, by the names of its attributes. */
  private static final Map<String, String> SHOWN =
      Map.of(
          "m2m.event", "eventLabel",
          "m2m.event_key", "eventKey",
          "m2m.delivery_id", "deliveryId",
          "m2m.attempt", "attempt",
          "m2m.run", "run",
          "m2m.outcome", "outcome",
          "m2m.reason", "reason",
          "http.response.status_code", "status");

  /** Creates a tracer that takes OpenTelemetry from the registry, or the global one. */
  public BridgeTracer() {
    super.setExcludePatterns(WITHIN + "," + WITHOUT_EVENT);
  }

  /** Adds patterns to the tracer's own. */
  @Override
  public void setExcludePatterns(String patterns) {
    super.setExcludePatterns(WITHIN + "," + WITHOUT_EVENT + "," + patterns);
  }

  /**
   * Always false: Camel would block a thread at each step, and write messages of exceptions into
   * spans.
   */
  @Override
  public boolean isTraceProcessors() {
    return false;
  }

  @Override
  protected void doInit() {
    super.doInit();
    getCamelContext().getCamelContextExtension().addInterceptStrategy(new TracedSteps());
  }

  @Override
  protected void beginEventSpan(Exchange exchange, Endpoint endpoint, Op op) {
    TracedPart around = TracedPart.of(exchange);
    boolean isSent = op == Op.EVENT_SENT;
    if (isSent && around == null) {
      return; // not of an event: Camel's own calls, and those of a timer's route
    }
    Span span = create(name(exchange, endpoint, isSent), around, exchange, endpoint);
    span.setTag("camel.component", StringHelper.before(endpoint.getEndpointUri(), ":"));
    Map<String, Object> context = context(span);
    if (around == null) {
      TraceContext.set(exchange, (String) context.get("traceparent"));
    }
    Set<String> headers = isSent && !isM2M(endpoint) ? Set.copyOf(context.keySet()) : Set.of();
    headers.forEach(name -> exchange.getMessage().setHeader(name, context.get(name)));
    new TracedPart(span, endpoint, headers, around).enter(exchange);
  }

  /** A span names its route and step as {@code last_error} does. */
  private static String name(Exchange exchange, Endpoint endpoint, boolean isSent) {
    Place place = isSent ? TracedSteps.of(exchange) : null;
    String route = ExchangeHelper.getAtRouteId(exchange);
    if (place != null) {
      return place.toString();
    }
    return route == null ? StringHelper.before(endpoint.getEndpointUri(), ":") : route;
  }

  private Span create(
      String name, @Nullable TracedPart around, Exchange exchange, Endpoint endpoint) {
    return getSpanLifecycleManager()
        .create(
            name,
            around == null ? null : around.span(),
            new CamelHeadersSpanContextPropagationExtractor(origin(exchange, endpoint)));
  }

  /** The headers that say which trace an exchange without a span belongs to. */
  private static Map<String, Object> origin(Exchange exchange, Endpoint endpoint) {
    String kept = TraceContext.of(exchange);
    if (kept != null) {
      return Map.of("traceparent", kept);
    }
    return endpoint.getEndpointUri().startsWith(WEBHOOKS)
        ? Map.of()
        : exchange.getMessage().getHeaders();
  }

  private Map<String, Object> context(Span span) {
    Map<String, Object> context = new HashMap<>();
    getSpanLifecycleManager()
        .inject(span, new CamelHeadersSpanContextPropagationInjector(context), false);
    return context;
  }

  private boolean isM2M(Endpoint endpoint) {
    return getCamelContext()
        .getPropertiesComponent()
        .resolveProperty("m2m.api.base-url")
        .filter(origin -> !origin.isBlank())
        .filter(origin -> endpoint.getEndpointUri().startsWith(origin.strip()))
        .isPresent();
  }

  @Override
  protected void endEventSpan(Exchange exchange, Endpoint endpoint) {
    TracedPart part = TracedPart.of(exchange);
    if (part == null || part.endpoint() != endpoint) {
      return; // it had no span
    }
    describe(exchange, part);
    part.leave(exchange);
    getSpanLifecycleManager().deactivate(part.span());
  }

  private static void describe(Exchange exchange, TracedPart part) {
    if (part.around() == null) {
      SHOWN.forEach((attribute, variable) -> tag(part, attribute, exchange.getVariable(variable)));
    } else {
      tag(
          part,
          "http.response.status_code",
          exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));
    }
    if (exchange.getException() != null) {
      part.span().setError(true);
      tag(part, "error.type", FailureDescription.of(exchange.getException()));
    }
  }

  private static void tag(TracedPart part, String attribute, @Nullable Object value) {
    if (value != null) {
      part.span().setTag(attribute, value.toString());
    }
  }
}
