package io.m2mbridge.server;

import io.m2mbridge.settings.ConfigurationException;
import io.vertx.core.spi.resolver.ResolverProvider;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Creates the {@link WebhookServer} from the settings {@code camel.server.*}, and the {@link
 * ConsoleServer} if the console is on. The management listener stays Camel's own.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
  static {
    // Java's own resolver finds names as well, and its classes are there already.
    System.getProperties().putIfAbsent(ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME, "true");
  }

  private final IntSupplier mostAccepted;
  private final Runnable beforeOpening;

  /**
   * Creates the factory.
   *
   * @param mostAccepted gives the maximum number of open connections, including those that are
   *     refused or in a TLS handshake; it is called when the server is created
   * @param beforeOpening is called when the routes have started; requests are answered 503 until it
   *     returns
   */
  public WebhookServerFactory(IntSupplier mostAccepted, Runnable beforeOpening) {
    this.mostAccepted = mostAccepted;
    this.beforeOpening = beforeOpening;
  }

  @Override
  public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
    MainHttpServer configured = (MainHttpServer) super.newHttpServer(context, settings);
    VertxPlatformHttpServerConfiguration configuration = configured.getConfiguration();
    configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
    if (configuration.isUseGlobalSslContextParameters()) {
      throw new ConfigurationException(
          "camel.server.useGlobalSslContextParameters has no effect here: set m2m.http.tls.certificate"
              + " and m2m.http.tls.key, or m2m.http.tls.key-store.");
    }
    UnaryOperator<String> values =
        key -> context.getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
    TlsFiles tls = TlsFiles.in(values);
    if (values.apply("m2m.console.enabled").equals("true")) {
      addConsole(context, values, tls);
    }
    return new WebhookServer(
        configuration,
        Integer.parseInt(values.apply("m2m.http.max-connections")),
        mostAccepted.getAsInt(),
        tls,
        TimeUtils.toDuration(values.apply("m2m.shutdown.delay")),
        beforeOpening);
  }

  private static void addConsole(
      CamelContext context, UnaryOperator<String> values, @Nullable TlsFiles tls) {
    ConsoleServer server =
        new ConsoleServer(
            values.apply("m2m.console.host"),
            Integer.parseInt(values.apply("m2m.console.port")),
            tls);
    // Not the server: Camel takes a server in the registry for that of all endpoints.
    context.getRegistry().bind(WebhookEngine.CONSOLE_ROUTER, server.routerName());
    try {
      context.addService(server);
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeException(e);
    }
  }
}
