package io.m2mbridge.reply;

import io.m2mbridge.settings.PastedSecret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sets camel-http's client up for M2M's API. It adds the API key itself, so that the key is in no
 * exchange, header dump or route; it follows no redirect, keeps no cookie, and leaves retries to
 * the routes (HttpClient's own would wait out a {@code Retry-After} of an hour). An answer may take
 * ten seconds in all, or what is left until the deadline that the route sets in the header {@link
 * #DEADLINE_HEADER}; after that the connection is cut, even where bytes still come. Whatever the
 * other side answers, it fills no memory: its headers and its body are bounded.
 */
public final class ApiClient implements HttpClientConfigurer {
  /** The deadline as epoch milliseconds; it is taken off before the request leaves. */
  static final String DEADLINE_HEADER = "M2M-Bridge-Deadline";

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final Duration SHORTEST_ANSWER = Duration.ofMillis(1);
  private static final Timeout LONGEST_CONNECT = Timeout.ofSeconds(2);
  private static final int MAX_HEADERS = 100;
  private static final int MAX_HEADER_LENGTH = 8_192;
  private static final int MAX_CONNECTIONS = 200;

  private final ApiOrigin origin;
  private String apiKey = "";
  private final String proxy;

  /**
   * @param baseUrl {@code m2m.api.base-url}
   * @param proxy the outbound proxy, {@code http://host:port}; empty for none
   */
  public ApiClient(String baseUrl, String proxy) {
    this.origin = ApiOrigin.of(baseUrl);
    this.proxy = proxy;
  }

  /**
   * Sets the key that goes with each request.
   *
   * @param apiKey {@code m2m.api.key}
   * @throws IllegalArgumentException where it was pasted with a mistake
   */
  public void setApiKey(String apiKey) {
    PastedSecret.inKey(apiKey)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("the API key " + mistake);
            });
    this.apiKey = apiKey;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .setConnectionManager(connections())
        .disableContentCompression()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .setUserAgent("m2m-bridge")
        .addExecInterceptorFirst("m2m-api", new KeyAndDeadline());
    if (!proxy.isEmpty()) {
      URI uri = URI.create(proxy);
      client.setProxy(new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()));
    }
  }

  /** With the JDK's trusted certificates, and the host's name checked; its headers are bounded. */
  private static HttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_HEADER_LENGTH)
                        .build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(LONGEST_CONNECT)
                .setSocketTimeout(Timeout.of(LONGEST_ANSWER))
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(LONGEST_CONNECT).build())
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .build();
  }

  private final class KeyAndDeadline implements ExecChainHandler {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      HttpHost target = scope.route.getTargetHost();
      if (!origin.equals(ApiOrigin.of(target.toURI()))) {
        throw new HttpException("not the origin that the API key is for");
      }
      Duration limit = limit(request.getFirstHeader(DEADLINE_HEADER));
      request.removeHeaders(DEADLINE_HEADER);
      request.setHeader("X-API-Key", apiKey);
      scope.clientContext.setRequestConfig(
          RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
              .setResponseTimeout(Timeout.of(limit))
              .build());
      // Does nothing once the connection has gone back to the pool.
      CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
          .execute(scope.execRuntime::discardEndpoint);
      return bounded(chain.proceed(request, scope), scope);
    }

    /** Nothing unpacks it, as a few bytes could become very many. */
    private static ClassicHttpResponse bounded(
        ClassicHttpResponse response, ExecChain.Scope scope) {
      response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        response.setEntity(new BoundedEntity(entity, scope.execRuntime::discardEndpoint));
      }
      return response;
    }

    private static Duration limit(@Nullable Header deadline) throws ConnectTimeoutException {
      if (deadline == null) {
        return LONGEST_ANSWER;
      }
      Duration left =
          Duration.between(
              Instant.now(), Instant.ofEpochMilli(Long.parseLong(deadline.getValue())));
      if (left.compareTo(SHORTEST_ANSWER) < 0) {
        throw new ConnectTimeoutException("the deadline has passed");
      }
      return left.compareTo(LONGEST_ANSWER) < 0 ? left : LONGEST_ANSWER;
    }
  }
}
