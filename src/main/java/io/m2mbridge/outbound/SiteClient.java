package io.m2mbridge.outbound;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Ends each call of a site's HTTP endpoint in good time: camel-http's own limit is one of each
 * read, so that an answer that drips would keep its worker for ever. Header values go out as {@link
 * HeaderEncoding} says.
 */
public final class SiteClient implements HttpClientConfigurer {
  private final Duration longestCall;

  public SiteClient() {
    this(Duration.ofSeconds(15));
  }

  SiteClient(Duration longestCall) {
    this.longestCall = longestCall;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst(
        "m2m-limit",
        (request, scope, chain) -> {
          // Does nothing once the connection has gone back to the pool.
          CompletableFuture.delayedExecutor(longestCall.toMillis(), TimeUnit.MILLISECONDS)
              .execute(scope.execRuntime::discardEndpoint);
          return chain.proceed(request, scope);
        });
    HeaderEncoding.ofOurs().configureHttpClient(client);
    HeaderEncoding.ofOthers().configureHttpClient(client);
  }
}
