package io.m2mbridge.console;

import io.m2mbridge.console.access.Access;
import io.m2mbridge.console.access.ConsoleRequest;
import io.m2mbridge.console.access.ConsoleRoles;
import io.m2mbridge.console.access.TrustedProxy;
import io.m2mbridge.console.access.Users;
import io.m2mbridge.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** The bean of the route {@code console}: answers requests to the console. */
public final class Console implements Processor, CamelContextAware {
  /**
   * Headers of every answer. The referrer policy isn't no-referrer, because browsers then send
   * {@code Origin: null} with a form.
   */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
              + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private final DataSource dataSource;
  private final Clock clock;
  private @Nullable CamelContext context;
  private @Nullable ConsoleSite site;

  public Console(DataSource dataSource, Clock clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public CamelContext getCamelContext() {
    if (context == null) {
      throw new IllegalStateException("Camel sets the context");
    }
    return context;
  }

  @Override
  public void process(Exchange exchange) {
    Answer answer = answer(exchange);
    Message message = exchange.getMessage();
    message.getHeaders().clear();
    ALWAYS.forEach(message::setHeader);
    message.setHeader("Cache-Control", "no-store");
    answer
        .headers()
        .forEach(
            (name, values) -> message.setHeader(name, values.size() == 1 ? values.get(0) : values));
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
    message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
    message.setBody(answer.body());
  }

  private Answer answer(Exchange exchange) {
    try {
      return site().answer(exchange);
    } catch (Throwable e) { // a mistake in a setting, or a class or template that is missing
      String accept = exchange.getIn().getHeader("Accept", "", String.class);
      return ErrorAnswers.withoutPages(e, ConsoleRequest.isForJson(accept));
    }
  }

  /** Made at the first request: the beans of an application may come late. */
  private synchronized ConsoleSite site() {
    ConsoleSite made = site;
    if (made == null) {
      Settings settings = new Settings(getCamelContext());
      ConsoleRoles roles =
          getCamelContext()
              .getRegistry()
              .lookupByNameAndType(ConsoleRoles.BEAN, ConsoleRoles.class);
      TrustedProxy proxy =
          new TrustedProxy(
              settings.get("m2m.console.proxy.addresses"),
              settings.get("m2m.console.proxy.user-header"));
      Access access =
          roles != null
              ? null
              : new Access(
                  new Users(Path.of(settings.get(Users.SETTING))),
                  proxy,
                  dataSource,
                  clock,
                  this::count);
      made = new ConsoleSite(getCamelContext(), dataSource, settings, proxy, access, roles);
      site = made;
    }
    return made;
  }

  private void count(String result) {
    MeterRegistry metrics = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
    if (metrics != null) {
      metrics.counter("m2m.console.logins", "result", result).increment();
    }
  }
}
