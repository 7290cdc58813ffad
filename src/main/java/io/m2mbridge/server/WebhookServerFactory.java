package io.m2mbridge.server;

import io.m2mbridge.settings.ConfigurationException;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.util.TimeUtils;

/**
 * Creates the {@link WebhookServer} from the settings {@code camel.server.*}. The management
 * listener stays Camel's own.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
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
    return new WebhookServer(
        configuration,
        Integer.parseInt(values.apply("m2m.http.max-connections")),
        mostAccepted.getAsInt(),
        TlsFiles.in(values),
        TimeUtils.toDuration(values.apply("m2m.shutdown.delay")),
        beforeOpening);
  }
}
