package host;

import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.tracing.BridgeTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.postgresql.ds.PGSimpleDataSource;

public class Host {
  public static void main(String[] args) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(System.getenv("DATABASE_URL"));
    dataSource.setUser("postgres");
    Main main = new Main();
    main.bind("dataSource", dataSource);
    Duration ahead = Duration.parse(System.getenv("CLOCK_OFFSET"));
    main.bind("clock", Clock.offset(Clock.systemUTC(), ahead));
    main.bind(ConsoleRoles.BEAN, (ConsoleRoles) Host::person);
    main.bind("openTelemetryTracer", tracer());
    main.bind("bridgeTracer", new BridgeTracer());
    main.run(args);
  }

  /** The application's own login. */
  private static Viewer person(Exchange exchange) {
    String pair = Base64.getEncoder().encodeToString("olga:secret of olga".getBytes());
    return ("Basic " + pair).equals(exchange.getIn().getHeader("Authorization"))
        ? new Viewer("olga", Role.OPERATOR)
        : null;
  }

  /** The application's own traces, which it writes into its log. */
  private static Tracer tracer() {
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(LoggingSpanExporter.create()))
        .build()
        .get("host");
  }
}
