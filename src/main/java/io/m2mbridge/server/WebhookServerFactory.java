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
 * Makes the {@link WebhookServer} as {@code camel.server.*} says; the management listener stays
 * Camel's own.
 */
public final class WebhookServerFactory extends DefaultMainHttpServerFactory {
  private final IntSupplier mostAccepted;

  /**
   * @param mostAccepted how many connections may be open, those included that are refused or in a
   *     TLS handshake; asked when the server is made
   */
  public WebhookServerFactory(IntSupplier mostAccepted) {
    this.mostAccepted = mostAccepted;
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
        TimeUtils.toDuration(values.apply("m2m.shutdown.delay")));
  }
}
