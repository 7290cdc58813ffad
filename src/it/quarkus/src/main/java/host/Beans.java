package host;

import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.tracing.BridgeTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.eclipse.microprofile.config.inject.ConfigProperty;

public class Beans {
  @Produces
  @Named("clock")
  Clock clock(@ConfigProperty(name = "clock.offset") Duration ahead) {
    return Clock.offset(Clock.systemUTC(), ahead);
  }

  /** The person whom Quarkus has authenticated. */
  @Produces
  @Named(ConsoleRoles.BEAN)
  ConsoleRoles consoleRoles() {
    return exchange ->
        exchange.getIn().getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER)
                instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
            ? new Viewer(user.getSecurityIdentity().getPrincipal().getName(), Role.OPERATOR)
            : null;
  }

  /** The application's own traces, which it writes into its log. */
  @Produces
  @Named("openTelemetryTracer")
  Tracer tracer() {
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(LoggingSpanExporter.create()))
        .build()
        .get("host");
  }

  @Produces
  @Named("bridgeTracer")
  BridgeTracer bridgeTracer() {
    return new BridgeTracer();
  }
}
