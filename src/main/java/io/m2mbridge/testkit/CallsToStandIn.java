package io.m2mbridge.testkit;

import java.net.URI;
import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;

/**
 * Sends each HTTP call of the routes to a stand-in, whichever host the endpoint names. So no
 * setting needs another value in a test, and no test calls a real service. The header {@code Host}
 * still has the endpoint's host. An endpoint with an {@code httpClientConfigurer} of its own isn't
 * changed.
 */
final class CallsToStandIn extends MainListenerSupport {
  private final HttpHost standIn;

  CallsToStandIn(RecordingServer site) {
    URI uri = URI.create(site.baseUrl());
    standIn = new HttpHost("http", uri.getHost(), uri.getPort());
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    for (String scheme : List.of("http", "https")) {
      HttpComponent http = main.getCamelContext().getComponent(scheme, HttpComponent.class);
      HttpClientConfigurer configured = http.getHttpClientConfigurer();
      http.setHttpClientConfigurer(
          client -> {
            if (configured != null) {
              configured.configureHttpClient(client);
            }
            client.setRoutePlanner((target, context) -> new HttpRoute(standIn));
          });
    }
  }
}
