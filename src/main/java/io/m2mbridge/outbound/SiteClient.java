package io.m2mbridge.outbound;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Configures camel-http's client for a site's own endpoints. Each call has a timeout of 15 seconds
 * in all. camel-http's own timeout applies to each read, so a response that arrives byte by byte
 * would block its worker for ever. Header values are encoded by {@link HeaderEncoding}.
 */
public final class SiteClient implements HttpClientConfigurer {
  private final Duration callTimeout;

  public SiteClient() {
    this(Duration.ofSeconds(15));
  }

  SiteClient(Duration callTimeout) {
    this.callTimeout = callTimeout;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst(
        "m2m-limit",
        (request, scope, chain) -> {
          // This has no effect once the connection is back in the pool.
          CompletableFuture.delayedExecutor(callTimeout.toMillis(), TimeUnit.MILLISECONDS)
              .execute(scope.execRuntime::discardEndpoint);
          return chain.proceed(request, scope);
        });
    HeaderEncoding.ofOurs().configureHttpClient(client);
    HeaderEncoding.ofOthers().configureHttpClient(client);
  }
}
